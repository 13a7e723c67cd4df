#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <istream>
#include <map>
#include <spanstream>
#include <utility>

#include "bot/config/tree_builder.h"

namespace tocsin::config {
namespace {

Position position_of(const YAML::Mark& mark) {
    return mark.is_null() ? Position{} : Position{mark.line + 1, mark.column + 1};
}

// yaml-cpp's own tree keeps the first of two equal keys silently and copies nothing of where keys stand: its
// events are read instead.
class Events final : public YAML::EventHandler {
  public:
    explicit Events(std::vector<Finding>& findings) : tree_(findings) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        tree_.null(position_of(mark));
        if (anchor != YAML::NullAnchor) anchors_[anchor] = Node{};
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        refuse_unknown(tag, mark);
        const bool quoted = tag == "!";
        tree_.scalar(value, position_of(mark), quoted);
        if (anchor == YAML::NullAnchor) return;
        Node node;
        node.kind = Node::Kind::scalar;
        node.text = value;
        node.quoted = quoted;
        anchors_[anchor] = std::move(node);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) {
            throw Unreadable{position_of(mark), "an alias inside of what it stands for", "it would never end",
                             "write the value out"};
        }
        tree_.copy(found->second, position_of(mark));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(Node::Kind::list, mark, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(Node::Kind::map, mark, tag, anchor);
    }
    void OnMapEnd() override { close(); }

    Node take_root() { return tree_.take_root(); }

  private:
    void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        refuse_unknown(tag, mark);
        tree_.open(kind, position_of(mark));
        open_anchors_.push_back(anchor);
    }

    void close() {
        const YAML::anchor_t anchor = open_anchors_.back();
        open_anchors_.pop_back();
        tree_.close(anchor == YAML::NullAnchor ? nullptr : &anchors_[anchor]);
    }

    static void refuse_unknown(const std::string& tag, const YAML::Mark& mark) {
        if (tag.empty() || tag == "?" || tag == "!" || tag.starts_with("tag:yaml.org,2002:")) return;
        throw Unreadable{position_of(mark), "a YAML tag", "tags have no meaning here",
                         "remove the word with !"};
    }

    TreeBuilder tree_;
    std::map<YAML::anchor_t, Node> anchors_;
    std::vector<YAML::anchor_t> open_anchors_;
};

}  // namespace

Node read_yaml(std::string_view text, std::vector<Finding>& findings) {
    std::ispanstream stream(std::span<const char>(text.data(), text.size()));
    Events events(findings);
    try {
        YAML::Parser parser(stream);
        parser.HandleNextDocument(events);
        Node root = events.take_root();
        std::vector<Finding> ignored;
        Events more(ignored);
        if (parser.HandleNextDocument(more)) {
            throw Unreadable{more.take_root().at, "a second document", "a configuration is one document",
                             "remove the line --- and what follows it"};
        }
        return root;
    } catch (const YAML::Exception& error) {
        throw Unreadable{position_of(error.mark), "not readable as YAML", error.msg,
                         "mend the indentation, quotes or brackets here or just above"};
    }
}

}  // namespace tocsin::config
