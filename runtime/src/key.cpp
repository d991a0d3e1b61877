#include <tagcache/key.hpp>

namespace tagcache {

std::string KeyView::text() const {
  std::string text;
  detail::write_prefix(text, prefix_);
  text.push_back(':');
  if (name_.empty()) {
    type_->write(parts_, text);
    return text;
  }
  text.append(name_).push_back('(');
  type_->write(parts_, text);
  text.push_back(')');
  return text;
}

Key::Key(const KeyView& view) : Key(view, view.prefix()) {}

Key::Key(const KeyView& view, std::string_view prefix) : parts_(view.type_->keep(view.parts_)), view_(view) {
  view_.prefix_ = prefix;
  view_.parts_ = parts_->view;
}

}  // namespace tagcache
