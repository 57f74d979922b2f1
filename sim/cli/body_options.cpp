// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/body_options.h"

namespace dryrun::cli {
namespace {

const std::vector<std::string> kSexes = {"male", "female"};

std::vector<std::string> postures() {
    std::vector<std::string> names;
    for (const anatomy::Posture posture : anatomy::kEveryPosture)
        names.emplace_back(anatomy::name_of(posture));
    return names;
}

std::vector<std::string> supports() {
    std::vector<std::string> names;
    for (const anatomy::Support support : anatomy::kEverySupport)
        names.emplace_back(anatomy::name_of(support));
    return names;
}

}  // namespace

std::shared_ptr<BodyOptions> add_body_options(CLI::App& command) {
    auto options = std::make_shared<BodyOptions>();
    auto* patient = command.add_option("--patient", options->patient_file, "Body from a JSON file");
    auto& body = options->body;
    for (CLI::Option* one :
         {command.add_option("--stature-mm", body.stature, "1450 to 2000"),
          command.add_option("--mass-kg", body.mass_kg, "With stature a BMI of 16 to 40"),
          command.add_option("--sex", options->sex)->check(CLI::IsMember(kSexes)),
          command.add_option("--age", body.age_years, "Years, 18 to 90"),
          command.add_option("--kyphosis-deg", body.kyphosis_deg, "T1 to T12"),
          command.add_option("--lordosis-deg", body.lordosis_deg, "T12 to S1"),
          command.add_option("--muscle-bulk", body.muscle_bulk, "0.7 to 1.4"),
          command.add_option("--neck-flexion-deg", body.neck_flexion_deg, "-15 to 40"),
          command.add_option("--breath-in", body.breath_in,
                             "From quiet breath out (0) to all that can be breathed in (1)"),
          command.add_option("--support", options->support)->check(CLI::IsMember(supports())),
          command.add_option("--posture", options->posture)->check(CLI::IsMember(postures()))}) {
        one->capture_default_str()->excludes(patient)->group("Body");
    }
    patient->group("Body");
    options->seed_option =
        command.add_option("--seed", options->seed, "Individual variation; none without it")
            ->excludes(patient)
            ->group("Body");
    return options;
}

Result<anatomy::BodyParameters> body_of(const BodyOptions& options) {
    if (!options.patient_file.empty()) {
        const auto json = read_json_file(options.patient_file);
        if (!json) return json.error();
        JsonReader reader(*json, options.patient_file);
        anatomy::BodyParameters body = anatomy::read_body(reader);
        reader.finish();
        if (const Status read = reader.status(); !read.ok()) return read.error();
        const Status checked = anatomy::check_body(body, options.patient_file);
        if (!checked.ok()) return checked.error();
        return body;
    }
    anatomy::BodyParameters body = options.body;
    // The words were checked when the line was parsed.
    const Json words = {
        {"sex", options.sex}, {"posture", options.posture}, {"support", options.support}};
    JsonReader reader(words, "command line");
    const anatomy::BodyParameters read = anatomy::read_body(reader);
    body.sex = read.sex;
    body.posture = read.posture;
    body.support = read.support;
    if (options.seed_option->count() > 0) body.seed = options.seed;
    const Status checked = anatomy::check_body(body, "body");
    if (!checked.ok()) return checked.error();
    return body;
}

}  // namespace dryrun::cli
