// Files that are compiled into the binary (migrations, templates, the sandbox's page), so that one binary is
// all a host needs. The lists are generated at build time by scripts/embed.cmake; nothing here reads a disk.
#pragma once

#include <span>
#include <string_view>

namespace tocsin {

struct EmbeddedFile {
    std::string_view name;     // path below the source folder, with forward slashes
    std::string_view content;  // bytes as in the source
};

std::span<const EmbeddedFile> migration_files();  // storage/migrations/*.sql, by name
std::span<const EmbeddedFile> text_files();       // templates/text/*.mustache
std::span<const EmbeddedFile> style_files();      // templates/pages.css
std::span<const EmbeddedFile> page_files();       // bot/sandbox/page/dist/*
std::span<const EmbeddedFile> sample_files();     // bot/sandbox/samples/*.http
std::span<const EmbeddedFile> root_files();       // manifest.yaml
std::span<const EmbeddedFile> kind_files();       // bot/alerts/kinds/*.json
std::span<const EmbeddedFile> runbook_files();    // docs/examples/runbooks/*.md
std::span<const EmbeddedFile> web_files();        // bot/web/openapi.json

}  // namespace tocsin
