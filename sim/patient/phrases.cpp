// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>

#include "core/file.h"
#include "core/json.h"
#include "patient/patient.h"

namespace dryrun::patient {
namespace {

constexpr std::string_view kNumber = "{nrs}";

}  // namespace

Result<Phrases> Phrases::read_shipped(std::string_view language) {
    const std::string path =
        (assets_folder() / "strings" / (std::string(language) + ".json")).string();
    const Result<Json> json = read_json_file(path);
    if (!json) return json.error();
    JsonReader reader(*json, path);
    reader.integer("schema", 1, 1);
    Phrases phrases;
    for (const char* who : {"patient", "therapist"}) {
        JsonReader spoken = reader.object(who);
        for (const auto& [key, ignored] : spoken.value().items()) {
            std::string text = spoken.text(key);
            if (text.empty()) spoken.fail(key, "is empty");
            if (!phrases.texts_.emplace(key, std::move(text)).second)
                spoken.fail(key, "stands twice");
        }
    }
    reader.finish();
    if (const Status status = reader.status(); !status) return status.error();
    return phrases;
}

std::vector<std::string> shipped_languages() {
    std::vector<std::string> languages;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(assets_folder() / "strings", none))
        if (entry.path().extension() == ".json") languages.push_back(entry.path().stem().string());
    std::sort(languages.begin(), languages.end());
    return languages;
}

bool Phrases::has(std::string_view key) const {
    return texts_.find(key) != texts_.end();
}

std::string Phrases::text(std::string_view key, double nrs) const {
    const auto found = texts_.find(key);
    if (found == texts_.end()) return std::string(key);
    std::string text = found->second;
    if (const auto at = text.find(kNumber); at != std::string::npos)
        text.replace(at, kNumber.size(), nrs < 0.0 ? "?" : fixed_text(nrs, 0));
    return text;
}

std::vector<std::string> Phrases::keys() const {
    std::vector<std::string> keys;
    for (const auto& [key, ignored] : texts_) keys.push_back(key);
    return keys;
}

}  // namespace dryrun::patient
