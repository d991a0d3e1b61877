#include <new>
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

Key::Key(const KeyView& view, std::string_view prefix)
    : place_(kept(view)), view_(prefix, view.name(), view.type(), view.type().kept(place_.get()), view.hash()) {}

void Key::End::operator()(void* place) const noexcept {
  type->end(place);
  ::operator delete(place);
}

std::unique_ptr<void, Key::End> Key::kept(const KeyView& view) {
  struct Free {
    void operator()(void* place) const noexcept { ::operator delete(place); }
  };
  std::unique_ptr<void, Free> memory(::operator new(view.type().size));
  view.type().keep(view.parts(), memory.get());
  return {memory.release(), End{&view.type()}};
}

}  // namespace tagcache
