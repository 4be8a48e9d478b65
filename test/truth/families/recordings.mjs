/** What ffprobe says of a file's moving picture; a cover in a song is none. */
export function pictureOf(told) {
  return told?.streams?.find(
    ({ codec_type, disposition }) => codec_type === 'video' && !disposition?.attached_pic,
  );
}

/** ffprobe counts samples of one bit by the byte. */
export function samplesPerSecond({ sample_rate, codec_name = '' }) {
  return Number(sample_rate) * (codec_name.startsWith('dsd') ? 8 : 1) || undefined;
}

/** How long it lasts, where the tool knows. */
export function seconds(format) {
  const value = Number(format?.duration);
  return value > 0 ? value : undefined;
}

/** The two tools do not always agree on how long something lasts. */
export function secondOpinion(kind, target, isKind, ours, same) {
  const asked = (tracks = []) => (isKind(tracks) ? seconds({ duration: tracks[0].Duration }) : undefined);
  return { name: `${kind} duration too`, tool: 'mediainfo', target, theirs: asked, ours, same };
}
