// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainee/belief.h"

#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::trainee {
namespace {

constexpr double kCell = 2.0;
constexpr std::size_t kEachCell = 3;  // is a place to press on
constexpr double kThird = 3.0;
// How widely trigger points lie around their usual places, and how wide the tender region is, in
// the experience of any trainee.
constexpr double kUsualSpread = 12.0;
constexpr double kTenderWidth = 7.0;
constexpr double kMissedAnswers = 0.05;
// NRS at the point when pressed to the ceiling, and how sure that is.
constexpr double kUsualNrs = 3.5;
constexpr double kNrsSpread = 1.0;
// People know their pain within the tender region's width of the point, give or take a fifth of it.
constexpr double kKnownSpread = 1.4;
constexpr double kMissedRecognition = 0.1;
// Healthy muscle answers a hard press too.
constexpr double kHealthyAnswers = 0.5;

double apart(const MapPlace& a, const MapPlace& b) {
    const double along = (a.along - b.along) / kThird;
    const double across = a.across - b.across;
    return std::sqrt(along * along + across * across);
}

// Chance that the pain is known as theirs, at a distance from the point.
double recognition(double distance) {
    const double beyond = (distance - kTenderWidth) / kKnownSpread;
    return (1.0 - kMissedRecognition) / (1.0 + det::exp(1.7 * beyond));
}

double tenderness(double distance) {
    const double widths = distance / kTenderWidth;
    return det::exp(-widths * widths);
}

}  // namespace

Belief::Belief(const Felt& origin, const Vec3& fibre, const std::vector<Vec3>& usual, double reach)
    : origin_(origin.at) {
    along_ = normalised(fibre - origin.normal * dot(fibre, origin.normal), origin.caudal);
    across_ = cross(origin.normal, along_);
    std::vector<MapPlace> centres;
    double least_along = 0.0;
    double most_along = 0.0;
    double least_across = 0.0;
    double most_across = 0.0;
    for (const Vec3& at : usual) {
        centres.push_back(place_of(at));
        least_along = std::fmin(least_along, centres.back().along);
        most_along = std::fmax(most_along, centres.back().along);
        least_across = std::fmin(least_across, centres.back().across);
        most_across = std::fmax(most_across, centres.back().across);
    }
    for (double x = least_along - reach; x <= most_along + reach; x += kCell) {
        for (double y = least_across - reach; y <= most_across + reach; y += kCell) {
            double weight = 0.0;
            bool is_near = false;
            for (const MapPlace& centre : centres) {
                const double dx = x - centre.along;
                const double dy = y - centre.across;
                is_near = is_near || (std::fabs(dx) <= reach && std::fabs(dy) <= reach);
                weight += det::exp(-0.5 * (dx * dx + dy * dy) / (kUsualSpread * kUsualSpread));
            }
            if (is_near) cells_.push_back({{x, y}, weight});
        }
    }
}

MapPlace Belief::place_of(const Vec3& on_skin) const {
    return {dot(on_skin - origin_, along_), dot(on_skin - origin_, across_)};
}

Vec3 Belief::point_of(const MapPlace& place) const {
    return origin_ + along_ * place.along + across_ * place.across;
}

void Belief::learn(const Felt& felt, double listening_spread_nrs, bool weighs_recognition) {
    const MapPlace pressed = place_of(felt.at);
    has_answer_ = has_answer_ || felt.is_answered;
    has_recognition_ = has_recognition_ || felt.is_recognised;
    const double spread =
        std::sqrt(kNrsSpread * kNrsSpread + listening_spread_nrs * listening_spread_nrs);
    double sum = 0.0;
    // Who feels much says more than usual at the point itself.
    const double nrs = std::fmin(felt.nrs, kUsualNrs);
    for (Cell& cell : cells_) {
        const double away = apart(cell.place, pressed);
        const double tender = tenderness(away);
        double likelihood = kMissedAnswers + (1.0 - kMissedAnswers) * (1.0 - tender);
        if (felt.is_answered) {
            const double off = (nrs - kUsualNrs * tender) / spread;
            likelihood = 1e-4 + det::exp(-0.5 * off * off) * tender;
            // A pain that is not theirs says most of all that the point is not there.
            if (weighs_recognition && !felt.is_recognised)
                likelihood =
                    (1.0 - recognition(away)) * (kHealthyAnswers + det::exp(-0.5 * off * off));
        }
        cell.weight *= likelihood;
        sum += cell.weight;
    }
    // Kept away from underflow after many presses.
    if (sum > 0.0)
        for (Cell& cell : cells_) cell.weight /= sum;
}

MapPlace Belief::most_telling() const {
    MapPlace best;
    double most = -1.0;
    if (taken_in_.empty()) {
        for (std::size_t i = 0; i < cells_.size(); i += kEachCell)
            for (const Cell& cell : cells_)
                taken_in_.push_back(tenderness(apart(cell.place, cells_[i].place)));
    }
    const double* share = taken_in_.data();
    for (std::size_t i = 0; i < cells_.size(); i += kEachCell) {
        double taken_in = 0.0;
        for (const Cell& cell : cells_) taken_in += cell.weight * *share++;
        if (taken_in > most) {
            most = taken_in;
            best = cells_[i].place;
        }
    }
    return best;
}

MapPlace Belief::mean() const {
    MapPlace mean;
    double sum = 0.0;
    for (const Cell& cell : cells_) {
        sum += cell.weight;
        mean.along += cell.weight * cell.place.along;
        mean.across += cell.weight * cell.place.across;
    }
    if (sum > 0.0) {
        mean.along /= sum;
        mean.across /= sum;
    }
    return mean;
}

double Belief::share_within(const MapPlace& place, double reach) const {
    double inside = 0.0;
    double sum = 0.0;
    for (const Cell& cell : cells_) {
        sum += cell.weight;
        if (apart(cell.place, place) <= reach) inside += cell.weight;
    }
    return sum > 0.0 ? inside / sum : 0.0;
}

}  // namespace dryrun::trainee
