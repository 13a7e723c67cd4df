// Uploads in three steps: files.getUploadURLExternal, a POST to the address it gives, and
// files.completeUploadExternal.
#include "bot/sandbox/api.h"

namespace tocsin::sandbox {
namespace {

ApiAnswer get_upload_url(const ApiCall& call) {
    const auto length = call.number("length", 0);
    if (call.text("filename").empty() || length <= 0) return refuse("invalid_arguments");
    if (length > static_cast<std::int64_t>(Files::longest)) return refuse("storage_limit_reached");
    auto& file = call.workspace.files.place(call.workspace.ids, call.text("filename"),
                                            static_cast<std::size_t>(length));
    file.words = call.text("alt_txt");
    return json{{"upload_url", call.base_url + "/upload/" + file.token}, {"file_id", file.id}};
}

ApiAnswer complete_upload(const ApiCall& call) {
    const auto wanted = call.structure("files");
    if (!wanted.is_array() || wanted.empty()) return refuse("invalid_arguments");
    auto done = json::array();
    for (const auto& one : wanted) {
        auto* file = call.workspace.files.find(string_member(one, "id"));
        if (file == nullptr || file->bytes.empty()) return refuse("file_not_found");
        file->complete = true;
        file->title = string_member(one, "title");
        done.push_back({{"id", file->id}, {"title", file->title}});
    }
    ++call.workspace.revision;
    return json{{"files", std::move(done)}};
}

}  // namespace

void add_file_methods(ApiMethods& methods) {
    methods["files.getUploadURLExternal"] = {get_upload_url, Tier::four};
    methods["files.completeUploadExternal"] = {complete_upload, Tier::four};
}

}  // namespace tocsin::sandbox
