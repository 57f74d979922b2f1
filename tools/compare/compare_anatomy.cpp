// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Makes the body of a folder of measured positions and says how far the atlas lies from them. Ends
// with 0, with 1 where --require-pass is given and a summary is beyond its tolerance, 2 on wrong
// usage, 3 on bad input.
#include <cstdio>
#include <cstring>

#include "agreement.h"

namespace {

using namespace dryrun;
using namespace dryrun::compare;

struct Options {
    std::string reference;
    std::string format = "table";
    bool require_pass = false;
    bool only_bones = false;
};

constexpr const char* kUsage =
    "usage: tools/compare-anatomy --reference DIR [--format table|json|markdown]\n"
    "                             [--only-bones] [--require-pass]\n"
    "\n"
    "Compares the atlas with the CSV files of DIR (vertebrae, ribs, scapula, pelvis, "
    "muscle_paths,\n"
    "skin). --only-bones leaves muscles and skin out, which take longer.\n";

std::optional<Options> options_of(int count, char** words) {
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (word == "--require-pass") {
            options.require_pass = true;
        } else if (word == "--only-bones") {
            options.only_bones = true;
        } else if (word == "--reference" && i + 1 < count) {
            options.reference = words[++i];
        } else if (word == "--format" && i + 1 < count) {
            options.format = words[++i];
        } else {
            return std::nullopt;
        }
    }
    const std::string& format = options.format;
    if (format != "table" && format != "json" && format != "markdown") return std::nullopt;
    if (options.reference.empty()) return std::nullopt;
    return options;
}

anatomy::BodyParameters body_of_reference() {
    anatomy::BodyParameters body;
    body.stature = 1750.0;
    body.mass_kg = 79.6;
    body.sex = anatomy::Sex::Male;
    body.kyphosis_deg = 50.0;
    body.lordosis_deg = 55.0;
    body.posture = anatomy::Posture::Standing;
    return body;
}

int failed(const Error& error) {
    std::fprintf(stderr, "compare-anatomy: %s\n", error.text().c_str());
    return error.kind == ErrorKind::BadInput ? 3 : 4;
}

}  // namespace

int main(int count, char** words) {
    if (count == 2 && std::strcmp(words[1], "--help") == 0) {
        std::fputs(kUsage, stdout);
        return 0;
    }
    const auto options = options_of(count, words);
    if (!options) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    const auto reference = read_reference(options->reference);
    if (!reference.ok()) return failed(reference.error());
    const auto body = body_of_reference();
    const auto atlas = anatomy::Atlas::make(body);
    if (!atlas.ok()) return failed(atlas.error());
    const auto skeleton = anatomy::make_skeleton(body);
    if (!skeleton.ok()) return failed(skeleton.error());

    Agreement agreement;
    compare_places(*reference, **atlas, *skeleton, agreement);
    compare_ribs(*reference, **atlas, agreement);
    if (!options->only_bones) {
        compare_paths(*reference, **atlas, agreement);
        compare_skin(*reference, **atlas, agreement);
    }
    if (options->format == "markdown") {
        std::fputs(as_markdown(agreement).c_str(), stdout);
    } else if (options->format == "json") {
        std::printf("%s\n", to_json(agreement).dump(1).c_str());
    } else {
        std::fputs(as_table(agreement).c_str(), stdout);
    }
    for (const AgreementRow& row : agreement.summaries) {
        if (options->require_pass && row.verdict == Verdict::Beyond) return 1;
    }
    return 0;
}
