#include "bot/sandbox/views.h"

#include <algorithm>

namespace tocsin::sandbox {

namespace {

bool holds(const std::vector<View>& stack, const std::string& id) {
    return std::ranges::find(stack, id, &View::id) != stack.end();
}

}  // namespace

Views::Result Views::open(Ids& ids, const std::string& user, const std::string& on_top_of, json body,
                          std::int64_t now_s) {
    const std::string external = body.value("external_id", "");
    if (!external.empty() && find_external(external)) return std::unexpected("duplicate_external_id");
    auto& stack = stacks_[user];
    if (on_top_of.empty()) {
        stack.clear();
    } else {
        if (!holds(stack, on_top_of)) return std::unexpected("not_found");
        if (stack.size() >= max_stack) return std::unexpected("push_limit_reached");
    }
    View view;
    view.id = ids.next("V");
    view.root = stack.empty() ? view.id : stack.front().root;
    view.previous = stack.empty() ? "" : stack.back().id;
    view.user = user;
    view.hash = ids.hash(now_s);
    view.body = std::move(body);
    stack.push_back(std::move(view));
    return &stack.back();
}

Views::Result Views::update(Ids& ids, View& view, json body, const std::string& hash, std::int64_t now_s) {
    if (!hash.empty() && hash != view.hash) return std::unexpected("hash_conflict");
    view.body = std::move(body);
    view.hash = ids.hash(now_s);
    view.errors = json::object();
    view.trouble.clear();
    view.busy = false;
    return &view;
}

Views::Result Views::publish(Ids& ids, const std::string& user, json body, const std::string& hash,
                             std::int64_t now_s) {
    auto [home, is_new] = homes_.try_emplace(user);
    if (is_new) {
        home->second.id = home->second.root = ids.next("V");
        home->second.user = user;
        home->second.hash = hash;
    }
    return update(ids, home->second, std::move(body), hash, now_s);
}

View* Views::find(const std::string& id) {
    for (auto& [user, stack] : stacks_) {
        auto found = std::ranges::find(stack, id, &View::id);
        if (found != stack.end()) return &*found;
    }
    for (auto& [user, home] : homes_) {
        if (home.id == id) return &home;
    }
    return nullptr;
}

View* Views::find_external(const std::string& external_id) {
    for (auto& [user, stack] : stacks_) {
        for (auto& view : stack) {
            if (view.body.value("external_id", "") == external_id) return &view;
        }
    }
    return nullptr;
}

const View* Views::home_of(const std::string& user) const {
    auto found = homes_.find(user);
    return found == homes_.end() ? nullptr : &found->second;
}

void Views::close(const std::string& id) {
    for (auto& [user, stack] : stacks_) {
        auto found = std::ranges::find(stack, id, &View::id);
        if (found != stack.end()) stack.erase(found, stack.end());
    }
}

void Views::close_stack(const std::string& id) {
    for (auto& [user, stack] : stacks_) {
        if (holds(stack, id)) stack.clear();
    }
}

std::vector<const View*> Views::stack_of(const std::string& user) const {
    std::vector<const View*> views;
    auto found = stacks_.find(user);
    if (found == stacks_.end()) return views;
    for (const auto& view : found->second) views.push_back(&view);
    return views;
}

}  // namespace tocsin::sandbox
