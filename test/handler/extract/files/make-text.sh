#!/bin/sh
# Makes the files of text/ again, with iconv and a shell: the same words in many encodings. Their words are this project's own.
set -eu
cd "$(dirname "$0")"
rm -rf text
mkdir text
cd text

# What one language says in the encodings that it is written in.
say() { # encoding file text
  printf '%s' "$3" | iconv -f UTF-8 -t "$1" >"$2"
}
german='Die schöne Müllerin grüßt fröhlich über die Brücke.
Später hören wir Bäche rauschen; größere Flüsse fließen träge dahin.
'
french='Le café était fermé, hélas… “où êtes-vous allés cet été” ?
Nous avons préféré la forêt, là-bas, près de la rivière gelée.
'
russian='Мы собрались рано утром у реки и долго говорили о том, что было и что ещё будет.
Потом пошёл дождь, и все вернулись домой, потому что никто не взял с собой зонта.
Вечером мы читали старые письма и вспоминали тех, кого давно не видели.
'
japanese='吾輩は猫である。名前はまだ無い。どこで生れたか頓と見当がつかぬ。
何でも薄暗いじめじめした所でニャーニャー泣いていた事だけは記憶している。
'
simplified='学而时习之，不亦说乎？有朋自远方来，不亦乐乎？人不知而不愠，不亦君子乎？
我们在这里写下几行简单的文字，用来检查编码是否能够被正确地识别出来。
'
traditional='學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？人不知而不慍，不亦君子乎？
我們在這裡寫下幾行簡單的文字，用來檢查編碼是否能夠被正確地識別出來。
'
say US-ASCII ascii.txt 'Plain words, two lines.
The second has no end.'
say UTF-8 utf-8.txt "$german"
{ printf '\357\273\277'; printf '%s' "$german"; } >utf-8-mark.txt
say UTF-16LE utf-16le.txt "$german"
say UTF-16BE utf-16be.txt "$german"
{ printf '\377\376'; printf '%s' "$german" | iconv -f UTF-8 -t UTF-16LE; } >utf-16le-mark.txt
{ printf '\376\377'; printf '%s' "$german" | iconv -f UTF-8 -t UTF-16BE; } >utf-16be-mark.txt
{ printf '\377\376\0\0'; printf '%s' "$german" | iconv -f UTF-8 -t UTF-32LE; } >utf-32le-mark.txt
say UTF-32BE utf-32be.txt "$german"
say ISO-8859-1 iso-8859-1.txt "$german"
say WINDOWS-1252 windows-1252.txt "$french"
say WINDOWS-1251 windows-1251.txt "$russian"
say KOI8-R koi8-r.txt "$russian"
say SHIFT_JIS shift_jis.txt "$japanese"
say EUC-JP euc-jp.txt "$japanese"
say ISO-2022-JP iso-2022-jp.txt "$japanese"
say GB18030 gb18030.txt "$simplified"
say BIG5 big5.txt "$traditional"
printf '\200\201\377\n' >no-encoding.txt
