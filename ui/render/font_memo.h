#pragma once

#include <QCache>
#include <QCoreApplication>

namespace headscope {

namespace detail {

template <typename Key, typename Value>
QCache<Key, Value>& fontMemo() {
  thread_local QCache<Key, Value> memo(2048);
  return memo;
}

}  // namespace detail

// What make() gives for a key, or gave before: a memo for each thread and kind of value, for what
// takes long to get from a font. The reference holds until the next call.
template <typename Value, typename Key, typename Make>
const Value& rememberedOfFont(const Key& key, const Make& make) {
  QCache<Key, Value>& memo = detail::fontMemo<Key, Value>();
  if (const Value* known = memo.object(key)) {
    return *known;
  }
  if (memo.isEmpty()) {
    // Fonts may not outlive the application.
    qAddPostRoutine([] { detail::fontMemo<Key, Value>().clear(); });
  }
  auto* made = new Value(make());
  memo.insert(key, made);
  return *made;
}

}  // namespace headscope
