#!/bin/sh
# Makes the archives in archive/. Needs zip, tar, gzip, bzip2, xz, zstd, lz4, ar, node and python3.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$here/archive
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir -p tree/sub
printf 'hello\n' > tree/hello.txt
seq 1 2000 > tree/sub/numbers.txt
touch -d 2020-01-01T00:00:00Z tree/hello.txt tree/sub/numbers.txt tree/sub tree
long=$(printf 'a%.0s' $(seq 1 120))

rm -f "$out"/*
printf 'made by hand' | zip -q -X -r -z "$out/tree.zip" tree
zip -q -X -r -P secret "$out/locked.zip" tree
(cat "$out/tree.zip"; printf 'what a mail gateway adds') > "$out/trailing.zip"

(cd tree && tar --format=gnu --owner=0 --group=0 --mtime=2020-01-01 -cf ../gnu.tar hello.txt sub)
cp tree/hello.txt "tree/$long"
(cd tree && tar --format=gnu --owner=0 --group=0 --mtime=2020-01-01 -cf ../long.tar "$long" hello.txt)
(cd tree && tar --format=pax --pax-option=delete=atime,delete=ctime,exthdr.name=pax --owner=0 --group=0 --mtime=2020-01-01 -cf ../pax.tar "$long" hello.txt)
cp gnu.tar long.tar pax.tar "$out/"

touch -d 2020-01-01T00:00:00Z gnu.tar
gzip -N -c gnu.tar > "$out/gnu.tar.gz"
(head -c 9000 gnu.tar | gzip -n; tail -c +9001 gnu.tar | gzip -n; printf 'behind the end') > "$out/members.tgz"
gzip -N -c tree/sub/numbers.txt > "$out/numbers.txt.gz"
(gzip -c tree/sub/numbers.txt; gzip -c tree/hello.txt) > "$out/two-members.gz"
xz -c tree/sub/numbers.txt > "$out/numbers.xz"
(xz -c tree/sub/numbers.txt; xz -c tree/hello.txt) > "$out/two-streams.xz"
zstd -q -c tree/sub/numbers.txt > "$out/numbers.zst"
lz4 -q -c --content-size tree/sub/numbers.txt > "$out/numbers.lz4"
bzip2 -c tree/sub/numbers.txt > "$out/numbers.bz2"

printf '2.0\n' > debian-binary
cp tree/hello.txt control.tar.gz
cp tree/hello.txt data.tar.xz
ar qcDS "$out/hello.deb" debian-binary control.tar.gz data.tar.xz
cp tree/hello.txt a-name-that-is-longer-than-sixteen.o
ar rcD "$out/library.a" a-name-that-is-longer-than-sixteen.o debian-binary
ar rcTD "$out/thin.a" a-name-that-is-longer-than-sixteen.o debian-binary

python3 - "$out" tree/sub/numbers.txt <<'PYTHON'
import lzma, struct, sys, zlib
out, numbers = sys.argv[1], open(sys.argv[2], 'rb').read()
filters = [{'id': lzma.FILTER_LZMA1, 'preset': 6, 'dict_size': 65536}]
alone = lzma.compress(numbers, lzma.FORMAT_ALONE, filters=filters)
told = alone[:5] + struct.pack('<Q', len(numbers)) + alone[13:]
open(out + '/numbers.lzma', 'wb').write(told)
member = b'LZIP\x01\x10' + alone[13:] + struct.pack('<IQ', zlib.crc32(numbers), len(numbers))
open(out + '/numbers.lz', 'wb').write(member + struct.pack('<Q', len(member) + 8))

def seven_zip(content, header):
    packed = lzma.compress(header, lzma.FORMAT_ALONE, filters=filters)[13:]
    number = lambda n: bytes([0x80 | n >> 8, n & 255]) if n > 127 else bytes([n])
    encoded = (b'\x17\x06' + number(len(content)) + b'\x01\x09' + number(len(packed)) + b'\x00'
               b'\x07\x0b\x01\x00\x01\x23\x03\x01\x01\x05\x5d\x00\x00\x01\x00\x0c' + number(len(header)) +
               b'\x0a\x01' + struct.pack('<I', zlib.crc32(header)) + b'\x00\x00')
    start = struct.pack('<QQI', len(content) + len(packed), len(encoded), zlib.crc32(encoded))
    return (b'7z\xbc\xaf\x27\x1c\x00\x04' + struct.pack('<I', zlib.crc32(start)) + start + content + packed + encoded)

content = b'hello\nworld!\n'
names = b'\x00' + b''.join(f'{name}\0'.encode('utf-16le') for name in ['hello.txt', 'world.txt', 'empty.txt', 'folder'])
streams = (b'\x04\x06\x00\x01\x09\x0d\x00\x07\x0b\x01\x00\x01\x01\x00\x0c\x0d\x00'
           b'\x08\x0d\x02\x09\x06\x0a\x01' + struct.pack('<II', zlib.crc32(content[:6]), zlib.crc32(content[6:])) + b'\x00\x00')
files = b'\x05\x04\x0e\x01\x30\x0f\x01\x80\x11' + bytes([0x80, len(names)]) + names + b'\x00'
open(out + '/tree.7z', 'wb').write(seven_zip(content, b'\x01' + streams + files + b'\x00'))
PYTHON

node "$here/make-archive.mjs"
