// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "source_tree.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

#include "paths/paths.h"

namespace dryrun {
namespace fs = std::filesystem;

namespace {

std::vector<std::string> lines_of(const fs::path& path) {
    std::ifstream stream(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

// The words after each of the given keywords in a CMakeLists.txt, up to the next keyword in
// capitals or the closing bracket.
std::vector<std::string> words_after(const std::string& keyword, const fs::path& cmake_lists) {
    std::string text;
    for (const auto& line : lines_of(cmake_lists)) text += line.substr(0, line.find('#')) + ' ';
    for (char& c : text) {
        if (c == '(') c = ' ';
    }
    const auto closing = std::regex("\\)");
    std::istringstream words(std::regex_replace(text, closing, " ) "));
    std::vector<std::string> found;
    bool inside = false;
    for (std::string word; words >> word;) {
        const bool ends = word == ")" || std::all_of(word.begin(), word.end(), [](char c) {
                              return (c >= 'A' && c <= 'Z') || c == '_';
                          });
        if (ends) inside = word == keyword;
        if (!ends && inside) found.push_back(word);
    }
    return found;
}

Module read_module(const std::string& side, const fs::path& folder) {
    Module module;
    module.side = side;
    module.name = folder.filename().string();
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
        const auto extension = path.extension();
        if (extension == ".cpp" || extension == ".h") module.files.push_back(read_source(path));
        if (extension == ".cpp") module.has_sources = true;
    }
    const auto cmake_lists = folder / "CMakeLists.txt";
    module.has_cmake_lists = fs::exists(cmake_lists);
    if (module.has_cmake_lists) {
        module.uses = words_after("USES", cmake_lists);
        module.libraries = words_after("LIBRARIES", cmake_lists);
    }
    return module;
}

}  // namespace

fs::path source_root() {
    return paths::source();
}

SourceFile read_source(const fs::path& path) {
    static const std::regex kInclude("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"].*");
    SourceFile file;
    file.path = path;
    file.name = fs::relative(path, source_root()).string();
    file.lines = lines_of(path);
    for (size_t i = 0; i < file.lines.size(); ++i) {
        std::smatch match;
        if (file.lines[i].find("include") == std::string::npos) continue;
        if (!std::regex_match(file.lines[i], match, kInclude)) continue;
        file.includes.push_back({match[2], match[1] == "\"", static_cast<int>(i) + 1});
    }
    return file;
}

std::vector<Module> modules_on_disk() {
    std::vector<Module> modules;
    for (const std::string side : {"engine", "sim"}) {
        std::vector<fs::path> folders;
        for (const auto& entry : fs::directory_iterator(source_root() / side)) {
            if (entry.is_directory()) folders.push_back(entry.path());
        }
        std::sort(folders.begin(), folders.end());
        for (const auto& folder : folders) modules.push_back(read_module(side, folder));
    }
    return modules;
}

std::vector<std::string> modules_in_architecture_page() {
    static const std::regex kRow("^\\| `((engine|sim)/[a-z_]+)` \\|.*");
    std::vector<std::string> modules;
    for (const auto& line : lines_of(source_root() / "docs/architecture.md")) {
        std::smatch match;
        if (std::regex_match(line, match, kRow)) modules.push_back(match[1]);
    }
    return modules;
}

}  // namespace dryrun
