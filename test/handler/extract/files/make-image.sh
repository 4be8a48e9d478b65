#!/bin/bash
# Makes the pictures in image/ that ffmpeg (5.1, with libjxl, libaom and libx265) and exiftool (12.57) can make.
# The others come from make-image.mjs, which this calls.
set -eu
cd "$(dirname "$0")/image"

picture() { ffmpeg -v error -y -f lavfi -i "testsrc2=size=$1:rate=5:duration=${DURATION:-0.2}" -fflags +bitexact -flags +bitexact "${@:2}"; }
camera() {
  exiftool -q -m -overwrite_original -n \
    -Make='Tamarack' -Model='T-100 Mark II' -LensModel='TM 24-70mm f/2.8' -Software='Firmware 1.2' \
    -Artist='Ada Müller' -Copyright='2024 Ada Müller' -ImageDescription='A harbour at dusk' \
    -DateTimeOriginal='2024:05:06 07:08:09' -SubSecTimeOriginal=25 -OffsetTimeOriginal='+02:00' \
    -ExposureTime=0.005 -FNumber=2.8 -ISO=400 -FocalLength=35 -FocalLengthIn35mmFormat=52 -EXIF:Flash=9 -Orientation=6 \
    -GPSLatitude=53.5511 -GPSLatitudeRef=N -GPSLongitude=9.9937 -GPSLongitudeRef=E -GPSAltitude=12.5 -GPSAltitudeRef=0 "$@"
}

picture 64x48 -pix_fmt yuvj420p -frames:v 1 camera.jpg
camera camera.jpg
picture 40x30 -pix_fmt yuvj444p -frames:v 1 xmp-only.jpg
exiftool -q -overwrite_original -XMP-tiff:Make=Tamarack -XMP-tiff:Model=T-50 -XMP-exif:DateTimeOriginal='2021:02:03 04:05:06' \
  -XMP-exif:GPSLatitude=-33.8568 -XMP-exif:GPSLongitude=151.2153 -XMP-exif:GPSAltitude=3 \
  -XMP-exif:GPSAltitudeRef='Below Sea Level' -XMP-dc:Creator='Bo Li' -XMP-exif:FocalLengthIn35mmFormat=28 -XMP-dc:Title='Harbour' -XMP-dc:Subject=boats -XMP-dc:Subject=dusk -XMP-xmp:Rating=4 xmp-only.jpg
picture 40x30 -pix_fmt yuvj444p -frames:v 1 iptc-only.jpg
exiftool -q -overwrite_original -IPTC:DateCreated='2005:09:29' -IPTC:TimeCreated='16:51:00+02:00' -IPTC:By-line='Cy Ro' \
  -IPTC:Caption-Abstract='On the bridge' -IPTC:ObjectName='Bridge' -IPTC:Keywords=river -IPTC:Keywords=town iptc-only.jpg

picture 40x30 -pix_fmt rgb24 -frames:v 1 rgb.png
picture 40x30 -pix_fmt ya8 -frames:v 1 grey-alpha.png
picture 40x30 -pix_fmt pal8 -frames:v 1 palette.png
picture 40x30 -pix_fmt rgb24 -frames:v 1 camera.png
camera camera.png
DURATION=0.6 picture 40x30 -f apng -pix_fmt rgb24 -plays 0 animation.apng

picture 40x30 -frames:v 1 still.gif
DURATION=0.6 picture 40x30 animation.gif
picture 40x30 -c:v libwebp -pix_fmt yuv420p -frames:v 1 lossy.webp
picture 40x30 -vf format=rgba,colorchannelmixer=aa=0.5 -c:v libwebp -lossless 1 -pix_fmt bgra -frames:v 1 lossless.webp
# Its encoder joins frames that hardly differ: two are left.
DURATION=0.6 picture 40x30 -c:v libwebp_anim -pix_fmt yuv420p animation.webp
picture 40x30 -c:v libwebp -pix_fmt yuv420p -frames:v 1 camera.webp
camera camera.webp

picture 40x30 -pix_fmt bgr24 -frames:v 1 rgb.bmp
picture 40x30 -pix_fmt pal8 -frames:v 1 palette.bmp
picture 40x30 -frames:v 1 icon.ico
picture 40x30 -c:v tiff -pix_fmt rgb24 -frames:v 1 camera.tif
camera camera.tif
picture 40x30 -c:v tiff -pix_fmt gray16le -frames:v 1 grey.tif
picture 40x30 -c:v tiff -pix_fmt rgba -frames:v 1 alpha.tif

picture 40x30 -c:v libjxl -pix_fmt rgb24 -frames:v 1 codestream.jxl
picture 40x30 -c:v libjxl -pix_fmt rgba64le -frames:v 1 alpha.jxl
picture 40x30 -c:v libjxl -pix_fmt gray16le -frames:v 1 camera.jxl
camera camera.jxl
picture 40x30 -c:v libopenjpeg -numresolution 3 -pix_fmt rgb24 -frames:v 1 camera.jp2
camera camera.jp2
picture 40x30 -c:v libopenjpeg -numresolution 3 -format j2k -pix_fmt gray -f image2 -frames:v 1 codestream.j2k
picture 64x48 -c:v libaom-av1 -still-picture 1 -pix_fmt yuv420p10le -frames:v 1 camera.avif
camera camera.avif
DURATION=0.6 picture 64x48 -c:v libaom-av1 -cpu-used 8 -pix_fmt yuv420p animation.avif

picture 40x30 -pix_fmt rgba -frames:v 1 alpha.qoi
picture 40x30 -pix_fmt bgr24 -frames:v 1 rgb.tga
picture 40x30 -pix_fmt rgb24 -frames:v 1 rgb.pcx
picture 40x30 -pix_fmt gbrp10be -frames:v 1 film.dpx
picture 40x30 -pix_fmt gbrpf32le -compression zip1 -frames:v 1 float.exr
picture 40x30 -pix_fmt rgb24 -frames:v 1 rgb.sgi
picture 40x30 -pix_fmt gray -frames:v 1 grey.sun
picture 40x30 -pix_fmt rgb24 -frames:v 1 rgb.ppm
picture 40x30 -pix_fmt gray16be -frames:v 1 grey.pgm
picture 40x30 -pix_fmt monow -frames:v 1 bilevel.pbm
picture 40x30 -pix_fmt rgba -frames:v 1 alpha.pam
picture 40x30 -c:v jpegls -pix_fmt rgb24 -f image2 -frames:v 1 lossless.jls

picture 64x48 -c:v libx265 -x265-params log-level=none -pix_fmt yuv420p -frames:v 1 -f mp4 -tag:v hvc1 hevc.mp4
node ../make-image.mjs
rm hevc.mp4
camera heic.heic
camera psd.psd
