// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A published study as it is done again here: whom it looked at, what it measured in each of them,
// and the figures that came of it. Studies of the same people share their bodies.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "anatomy/person.h"
#include "anatomy/skeleton.h"
#include "anatomy/skeleton_table.h"
#include "validation/case.h"

namespace dryrun::validation {

/// What is read once for everybody.
struct Tables {
    anatomy::People people;
    std::shared_ptr<const anatomy::AnatomyTables> anatomy;
    anatomy::SkeletonTable skeleton;
};
Result<Tables> read_tables();

/// One person of a cohort. What the study does not need is null.
struct Subject {
    anatomy::BodyParameters body;
    const anatomy::Atlas* atlas = nullptr;
    const anatomy::Skeleton* skeleton = nullptr;
    const Tables* tables = nullptr;
};

/// One number for each column of the study; none where there is nothing to measure in this person.
using Findings = std::vector<std::optional<double>>;

/// The findings of everybody, in the order in which they were drawn.
struct Sample {
    std::vector<anatomy::BodyParameters> bodies;
    std::vector<Findings> findings;
};
using Summary = std::function<Measured(const Sample& sample, std::size_t column)>;

Measured mean_of(const Sample& sample, std::size_t column);
/// Of findings that are 1 or 0, in percent, with its interval (Wilson 1927).
Measured share_of(const Sample& sample, std::size_t column);
/// By how much it grows with each kg/m²: least squares.
Measured slope_with_body_mass_index(const Sample& sample, std::size_t column);
/// The part of the variance that body mass index explains, in percent (least squares) ...
Measured share_by_body_mass_index(const Sample& sample, std::size_t column);
/// ... and what sex explains beyond it.
Measured share_by_sex_beyond(const Sample& sample, std::size_t column);

struct StudyRow {
    Case what;
    std::size_t column = 0;
    Summary summary = mean_of;
};

struct Study {
    std::string name;
    anatomy::Cohort cohort;
    std::string cohort_remark;  ///< what the source says of them, where that is more than a Cohort
    bool needs_atlas = true;
    bool needs_skeleton = false;
    std::function<Result<Findings>(const Subject&)> measure;
    std::vector<StudyRow> rows;
};

/// "half men, 20-60 years, body mass index 22.3 (SD 2.1)".
std::string words_of(const anatomy::Cohort& cohort);
/// Whether the same people would be drawn.
bool are_same(const anatomy::Cohort& a, const anatomy::Cohort& b);

// The studies, by what they look at; another file adds a function here and a line in studies.cpp.
std::vector<Study> upper_back_studies();
std::vector<Study> chest_studies();
std::vector<Study> shoulder_studies();
std::vector<Study> lumbar_studies();
std::vector<Study> landmark_studies();
/// All of them.
std::vector<Study> anatomical_studies();
/// Of people and treatments as the physiology draws them (`validate --cohort`).
std::vector<Study> treatment_studies();
/// Those rows whose id is one of these ("clinical.V17" or "V17").
std::vector<Study> select(std::vector<Study> studies, const std::vector<std::string>& ids);

}  // namespace dryrun::validation
