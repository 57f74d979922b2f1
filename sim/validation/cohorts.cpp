// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "validation/cohorts.h"

#include "core/json.h"
#include "validation/study.h"

namespace dryrun::validation {
namespace {

std::string share_in_words(double share_of_men) {
    if (share_of_men == 0.0) return "women";
    if (share_of_men == 1.0) return "men";
    if (share_of_men == 0.5) return "half men";
    return fixed_text(100.0 * share_of_men, 0) + " % men";
}

bool are_same_ranges(const Range& a, const Range& b) {
    return a.low == b.low && a.high == b.high;
}

bool are_same_spreads(const std::optional<anatomy::Spread>& a,
                      const std::optional<anatomy::Spread>& b) {
    if (!a || !b) return !a && !b;
    return a->mean == b->mean && a->sd == b->sd;
}

}  // namespace

anatomy::Cohort of_silent_source() {
    return {};
}

anatomy::Cohort standing() {
    anatomy::Cohort cohort;
    cohort.posture = anatomy::Posture::Standing;
    return cohort;
}

anatomy::Cohort of_east_asia() {
    anatomy::Cohort cohort;
    cohort.body_mass_index = anatomy::Spread{23.5, 3.0};
    return cohort;
}

std::string words_of(const anatomy::Cohort& cohort) {
    const anatomy::Cohort usual;
    std::string words = share_in_words(cohort.share_of_men) + ", " +
                        number_text(cohort.age_years.low) + "–" +
                        number_text(cohort.age_years.high) + " years, BMI ";
    words += cohort.body_mass_index ? number_text(cohort.body_mass_index->mean) + " (SD " +
                                          number_text(cohort.body_mass_index->sd) + ")"
                                    : "as people have";
    if (!are_same_ranges(cohort.body_mass_index_within, usual.body_mass_index_within))
        words += " within " + number_text(cohort.body_mass_index_within.low) + "–" +
                 number_text(cohort.body_mass_index_within.high);
    if (cohort.stature)
        words += ", " + number_text(cohort.stature->mean) + " (SD " +
                 number_text(cohort.stature->sd) + ") mm tall";
    return words;
}

bool are_same(const anatomy::Cohort& a, const anatomy::Cohort& b) {
    return a.share_of_men == b.share_of_men && are_same_ranges(a.age_years, b.age_years) &&
           are_same_spreads(a.body_mass_index, b.body_mass_index) &&
           are_same_ranges(a.body_mass_index_within, b.body_mass_index_within) &&
           are_same_spreads(a.stature, b.stature) && a.posture == b.posture;
}

}  // namespace dryrun::validation
