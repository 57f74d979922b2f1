// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/file.h"
#include "validation/study.h"

namespace dryrun::validation {
namespace {

struct Moments {
    int count = 0;
    double mean = 0.0;
    double variance = 0.0;  ///< of the sample, over count - 1
};

Moments moments_of(const std::vector<double>& values) {
    Moments moments;
    moments.count = static_cast<int>(values.size());
    if (values.empty()) return moments;
    for (const double value : values) moments.mean += value;
    moments.mean /= moments.count;
    if (moments.count < 2) return moments;
    for (const double value : values) {
        const double off = value - moments.mean;
        moments.variance += off * off;
    }
    moments.variance /= moments.count - 1;
    return moments;
}

// Those who have the finding.
struct Column {
    std::vector<double> values;
    std::vector<double> body_mass_indices;
    std::vector<double> are_men;
    int without = 0;
};

Column column_of(const Sample& sample, std::size_t column) {
    Column found;
    for (std::size_t i = 0; i < sample.findings.size(); ++i) {
        const auto& value = sample.findings[i].at(column);
        if (!value) {
            ++found.without;
            continue;
        }
        found.values.push_back(*value);
        found.body_mass_indices.push_back(body_mass_index(sample.bodies[i]));
        found.are_men.push_back(sample.bodies[i].sex == anatomy::Sex::Male ? 1.0 : 0.0);
    }
    return found;
}

double covariance(const std::vector<double>& a, const std::vector<double>& b) {
    const double mean_a = moments_of(a).mean;
    const double mean_b = moments_of(b).mean;
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
    return sum / (static_cast<double>(a.size()) - 1.0);
}

// Parts of the variance of a column that body mass index explains, and sex and it together.
struct Explained {
    double by_body_mass_index = 0.0;
    double by_both = 0.0;
};

Explained explained(const Column& column) {
    const auto& y = column.values;
    const auto& x = column.body_mass_indices;
    const auto& s = column.are_men;
    const double yy = covariance(y, y);
    const double xx = covariance(x, x);
    const double ss = covariance(s, s);
    const double xy = covariance(x, y);
    const double sy = covariance(s, y);
    const double xs = covariance(x, s);
    const double determinant = xx * ss - xs * xs;
    if (yy <= 0.0 || xx <= 0.0 || determinant <= 0.0) return {};
    const double slope_x = (xy * ss - sy * xs) / determinant;
    const double slope_s = (sy * xx - xy * xs) / determinant;
    return {xy * xy / (xx * yy), (slope_x * xy + slope_s * sy) / yy};
}

Measured counted(const Column& column) {
    Measured measured;
    measured.people = static_cast<int>(column.values.size());
    measured.without = column.without;
    return measured;
}

}  // namespace

Result<Tables> read_tables() {
    auto people = anatomy::read_people();
    if (!people) return people.error();
    auto tables = anatomy::read_anatomy_tables();
    if (!tables) return tables.error();
    auto skeleton =
        anatomy::read_skeleton_table((assets_folder() / "anatomy" / "skeleton.json").string());
    if (!skeleton) return skeleton.error();
    return Tables{*people, *tables, std::move(*skeleton)};
}

Measured mean_of(const Sample& sample, std::size_t column) {
    const Column found = column_of(sample, column);
    Measured measured = counted(found);
    const Moments moments = moments_of(found.values);
    if (moments.count > 0) measured.value = moments.mean;
    if (moments.count > 1) measured.sd = std::sqrt(moments.variance);
    return measured;
}

Measured share_of(const Sample& sample, std::size_t column) {
    const Column found = column_of(sample, column);
    Measured measured = counted(found);
    if (found.values.empty()) return measured;
    constexpr double kZ = 1.959964;  // 95 %
    const double n = measured.people;
    const double p = moments_of(found.values).mean;
    const double middle = (p + kZ * kZ / (2.0 * n)) / (1.0 + kZ * kZ / n);
    const double half =
        kZ / (1.0 + kZ * kZ / n) * std::sqrt(p * (1.0 - p) / n + kZ * kZ / (4.0 * n * n));
    measured.value = 100.0 * p;
    measured.interval =
        Range{100.0 * std::fmax(middle - half, 0.0), 100.0 * std::fmin(middle + half, 1.0)};
    return measured;
}

Measured slope_with_body_mass_index(const Sample& sample, std::size_t column) {
    const Column found = column_of(sample, column);
    Measured measured = counted(found);
    if (measured.people < 3) return measured;
    const double xx = covariance(found.body_mass_indices, found.body_mass_indices);
    if (xx > 0.0) measured.value = covariance(found.body_mass_indices, found.values) / xx;
    return measured;
}

Measured share_by_body_mass_index(const Sample& sample, std::size_t column) {
    const Column found = column_of(sample, column);
    Measured measured = counted(found);
    if (measured.people > 3) measured.value = 100.0 * explained(found).by_body_mass_index;
    return measured;
}

Measured share_by_sex_beyond(const Sample& sample, std::size_t column) {
    const Column found = column_of(sample, column);
    Measured measured = counted(found);
    if (measured.people > 3) {
        const Explained parts = explained(found);
        measured.value = 100.0 * (parts.by_both - parts.by_body_mass_index);
    }
    return measured;
}

std::vector<Study> anatomical_studies() {
    std::vector<Study> all;
    for (auto* part :
         {upper_back_studies, chest_studies, shoulder_studies, lumbar_studies, landmark_studies}) {
        std::vector<Study> studies = part();
        all.insert(all.end(), std::make_move_iterator(studies.begin()),
                   std::make_move_iterator(studies.end()));
    }
    for (Study& study : all) {
        const std::string cohort = words_of(study.cohort);
        for (StudyRow& row : study.rows) {
            row.what.posture = name_of(study.cohort.posture);
            row.what.cohort =
                study.cohort_remark.empty() ? cohort : cohort + "; " + study.cohort_remark;
        }
    }
    return all;
}

std::vector<Study> select(std::vector<Study> studies, const std::vector<std::string>& ids) {
    const auto is_wanted = [&](const StudyRow& row) {
        return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
            return row.what.id == id || row.what.id.ends_with("." + id);
        });
    };
    for (Study& study : studies)
        std::erase_if(study.rows, [&](const StudyRow& row) { return !is_wanted(row); });
    std::erase_if(studies, [](const Study& study) { return study.rows.empty(); });
    return studies;
}

}  // namespace dryrun::validation
