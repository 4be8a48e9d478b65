#!/bin/sh
# Makes what is in video/ and audio/ with ffmpeg 5.1, and without it what ffmpeg cannot write: sh make-av.sh
set -eu
cd "$(dirname "$0")"

make() {
  out=$1
  shift
  ffmpeg -v error -y -bitexact "$@" -fflags +bitexact "$out" </dev/null
}

pictures='-f lavfi -i color=c=navy:size=66x50:rate=25:duration=1'
slow='-f lavfi -i color=c=navy:size=64x48:rate=30000/1001:duration=1.001'
plain='-f lavfi -i color=c=navy:size=64x48:rate=10:duration=1'
tone='-f lavfi -i sine=frequency=440:sample_rate=44100:duration=1'
stereo='-f lavfi -i aevalsrc=0.1*sin(2000*t)|0.1*sin(3000*t):s=48000:d=1'
low='-f lavfi -i sine=frequency=440:sample_rate=8000:duration=1'
tags='-metadata title=Überfahrt -metadata artist=Somebody -metadata album=Crossings -metadata genre=Jazz -metadata date=2021 -metadata track=3/12 -metadata comment=calm'
h264='-c:v libx264 -preset veryslow -x264-params log=none'
aac='-c:a aac -b:a 16k'

printf '1\n00:00:00,000 --> 00:00:01,000\nHello\n\n' >/tmp/make-av.srt

make video/h264-aac.mp4 $pictures $stereo $h264 $aac $tags -metadata creation_time=2020-02-03T04:05:06Z
make video/faststart.mp4 $slow $tone -c:v mpeg4 -c:a ac3 -b:a 64k -movflags +faststart
make video/fragmented.mp4 $pictures $tone $h264 -g 5 $aac -movflags frag_keyframe+empty_moov
make video/segmented.mp4 $slow $h264 -g 5 -movflags dash+global_sidx+frag_keyframe
make video/hevc.mp4 $pictures -c:v libx265 -x265-params log-level=none -tag:v hvc1
make video/av1.mp4 -f lavfi -i color=c=navy:size=64x48:rate=10:duration=0.5 -c:v libaom-av1 -cpu-used 8
make video/subtitles.mp4 -i video/h264-aac.mp4 -i /tmp/make-av.srt -map 0:v -map 0:a -map 0:a -map 1 -c copy -c:s mov_text
printf ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=One\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=500\nEND=1000\ntitle=Two\n' >/tmp/make-av.txt
make video/chapters.mp4 -i video/h264-aac.mp4 -i /tmp/make-av.txt -map 0 -map_metadata 1 -map_chapters 1 -c copy
make video/turned.mov -i video/h264-aac.mp4 -c copy -metadata:s:v rotate=90
make video/prores.mov -f lavfi -i color=c=navy:size=64x48:rate=10:duration=0.3 -f lavfi -i sine=sample_rate=8000:duration=0.3 -c:v prores_ks -c:a pcm_s16le
make video/h263.3gp -f lavfi -i color=c=navy:size=176x144:rate=10:duration=1 $tone -c:v h263 $aac
make video/h264.mkv $slow $low -f srt -i /tmp/make-av.srt -map 0 -map 1 -map 2 $h264 -c:a flac -c:s srt $tags
make video/mpeg4-mp3.mkv $plain $tone -c:v mpeg4 -c:a libmp3lame -b:a 32k
make video/vp8-vorbis.webm $plain $stereo -c:v libvpx -c:a libvorbis -q:a 0 $tags
make video/vp9-opus.webm $plain $tone -c:v libvpx-vp9 -c:a libopus -b:a 16k
make video/mpeg4-mp3.avi $plain $tone -c:v mpeg4 -vtag XVID -c:a libmp3lame -b:a 32k $tags
make video/mjpeg-pcm.avi -f lavfi -i color=c=navy:size=64x48:rate=10:duration=0.5 -f lavfi -i sine=sample_rate=8000:duration=0.5 -c:v mjpeg -c:a pcm_u8
make video/wmv2.wmv $plain $tone -c:v wmv2 -c:a wmav2 -b:a 32k $tags
make video/flv1.flv $plain $tone -c:v flv -c:a libmp3lame -b:a 32k -ar 44100
make video/h264.flv $pictures $tone $h264 $aac -flvflags no_metadata
make video/h264.m2t $pictures $tone $h264 $aac -f mpegts
make video/hevc-ac3.m2t $pictures $tone -c:v libx265 -x265-params log-level=none -c:a ac3 -b:a 64k -f mpegts
make video/h264.m2ts $pictures $tone $h264 -c:a ac3 -b:a 64k -mpegts_m2ts_mode 1
make video/mpeg1.mpg $slow $tone -c:v mpeg1video -b:v 60k -c:a mp2 -b:a 64k
make video/mpeg2.vob $slow $stereo -c:v mpeg2video -b:v 60k -c:a ac3 -b:a 64k
make video/theora.ogv $plain $tone -c:v libtheora -c:a libvorbis -q:a 0 $tags
make video/rv10.rm $plain $tone -c:v rv10 -b:v 40k -c:a ac3 -b:a 32k -metadata title=Crossing
make video/flash.swf $plain -c:v flv
make video/vp8.ivf $plain -c:v libvpx

make audio/cbr.mp3 $tone -c:a libmp3lame -b:a 32k $tags
make audio/vbr.mp3 $stereo -c:a libmp3lame -q:a 9 $tags -write_id3v1 1 -id3v2_version 3
make audio/bare.mp3 $tone -c:a libmp3lame -b:a 32k -write_xing 0 -id3v2_version 0
make audio/low.mp3 $low -c:a libmp3lame -b:a 8k -ar 8000
make audio/cover.mp3 $tone -f lavfi -i color=red:size=32x32:duration=0.04 -map 0 -map 1 -c:a libmp3lame -b:a 32k -c:v mjpeg -disposition:v attached_pic $tags
make audio/layer2.mp2 $tone -c:a mp2 -b:a 64k
make audio/aac.m4a $stereo $aac $tags
make audio/alac.m4a $low -c:a alac
make audio/sound-only.mp4 $tone $aac
make audio/opus.mka $tone -c:a libopus -b:a 16k $tags
make audio/vorbis.ogg $stereo -c:a libvorbis -q:a 0 $tags
make audio/opus.opus $tone -c:a libopus -b:a 16k $tags
make audio/speex.spx -f lavfi -i sine=sample_rate=16000:duration=1 -c:a libspeex
make audio/flac.oga $low -c:a flac
make audio/flac.flac $low -c:a flac $tags
make audio/flac24.flac -f lavfi -i sine=sample_rate=96000:duration=0.1 -c:a flac -sample_fmt s32
make audio/s16.wav $low -c:a pcm_s16le $tags
make audio/f32.wav -f lavfi -i 'aevalsrc=sin(440*t)|0.1:s=8000:d=0.25' -c:a pcm_f32le
make audio/adpcm.wav $low -c:a adpcm_ms
make audio/rf64.wav $low -c:a pcm_alaw -rf64 always
make audio/s16.w64 $low -c:a pcm_s16le
make audio/s16.aiff $low -c:a pcm_s16be $tags
make audio/ulaw.aifc $low -c:a pcm_mulaw -f aiff
make audio/adts.aac $stereo $aac
make audio/ac3.ac3 $stereo -c:a ac3 -b:a 64k
make audio/eac3.eac3 $stereo -c:a eac3 -b:a 64k
make audio/dts.dts -f lavfi -i sine=sample_rate=48000:duration=0.1 -c:a dca -strict -2
make audio/wma.wma $tone -c:a wmav2 -b:a 32k $tags
make audio/wavpack.wv $low -c:a wavpack $tags
make audio/tta.tta $low -c:a tta
make audio/s16.au $low -c:a pcm_s16be
make audio/s16.caf $low -c:a pcm_s16le $tags
make audio/alac.caf $low -c:a alac
rm /tmp/make-av.srt /tmp/make-av.txt
node make-av.mjs
