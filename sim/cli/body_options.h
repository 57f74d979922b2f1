// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// BODY on the command line: a patient file, or the numbers a body is made from.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "anatomy/body.h"
#include "core/result.h"

namespace dryrun::cli {

struct BodyOptions {
    std::string patient_file;
    anatomy::BodyParameters body;
    std::string sex = "male";
    std::string posture = "standing";
    std::string support = "none";
    std::uint64_t seed = 0;
    CLI::Option* seed_option = nullptr;
};

/// Adds --patient, --stature-mm and their like; values are read later by body_of().
std::shared_ptr<BodyOptions> add_body_options(CLI::App& command);

/// Errors: a patient file that is missing or malformed, a number out of its range.
Result<anatomy::BodyParameters> body_of(const BodyOptions& options);

}  // namespace dryrun::cli
