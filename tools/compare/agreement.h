// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How far a body lies from measured positions: one row a place or line, and one a summary.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "anatomy/skeleton.h"
#include "reference.h"

namespace dryrun::compare {

enum class Verdict {
    Within,
    Beyond,
    Published,  ///< differs from figures published of people, which win over the models
    Missing,    ///< the body has no such part
};
std::string_view name_of(Verdict verdict);

struct AgreementRow {
    std::string group;
    std::string name;
    std::string source;
    std::string expected;
    std::string measured;
    std::optional<double> error;  ///< in the unit of `tolerance`
    double tolerance = 0.0;
    std::string unit = "mm";
    Verdict verdict = Verdict::Within;
    std::string note;
};

struct Agreement {
    std::vector<AgreementRow> rows;
    std::vector<AgreementRow> summaries;
};

void compare_places(const Reference& reference, const anatomy::Atlas& atlas,
                    const anatomy::Skeleton& skeleton, Agreement& agreement);
void compare_ribs(const Reference& reference, const anatomy::Atlas& atlas, Agreement& agreement);
void compare_paths(const Reference& reference, const anatomy::Atlas& atlas, Agreement& agreement);
void compare_skin(const Reference& reference, const anatomy::Atlas& atlas, Agreement& agreement);

std::string as_table(const Agreement& agreement);
/// For the docs: the summaries, and the places that differ most.
std::string as_markdown(const Agreement& agreement);
Json to_json(const Agreement& agreement);

// Shared by the comparisons.
inline Verdict verdict_of(double error, double tolerance) {
    return error <= tolerance ? Verdict::Within : Verdict::Beyond;
}
std::string point_text(const Vec3& point);
/// The value under which `share` of them lie, by interpolation between ranks; NaN of none.
double quantile(std::vector<double> values, double share);

}  // namespace dryrun::compare
