/** Finds comments that say TODO. A kernel: pure, synchronous, without state. */
export function kernel(view, out, { options }) {
  const comments = view.table(options.comment);
  const todos = out.table(options.todo);
  const strings = out.strings(options.todo);
  for (let row = 0; row < comments.rows; row++) {
    const text = view.text.slice(comments.start.at(row), comments.end.at(row));
    if (!text.includes('TODO')) continue;
    const at = todos.add();
    todos.col.start[at] = comments.start.at(row);
    todos.col.text[at] = strings.intern(text);
  }
}
