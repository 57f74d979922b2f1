// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "palpation/skin_memory.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "core/result.h"
#include "palpation/squeeze.h"

namespace dryrun::palpation {
namespace {

constexpr double kTick_s = 1e-3;
constexpr double kForgotten = 1e-3;  // N, at a point: a dent of a few micrometres

// The share of the next tick, by where the skin is in this one. What is remembered presses on by
// its share, so it goes there by Newton's step of its own place alone, as if all that displaces the
// skin there were remembered: less than all of the way, and stable near bone.
void follow_share(double displacement, const tissue::UnderSkin& under, double& share) {
    const LinearShare wanted = linear_share(displacement, under);
    const double fed_back = -wanted.slope * std::max(displacement, 0.0) / wanted.value;
    share += (wanted.value - share) / (1.0 + fed_back);
}

constexpr std::size_t kAtOnce = 4;

// By how much the loads displace these points inward. Several at a time, as each sum has to wait
// for its own last term.
std::array<double, kAtOnce> displaced_by(const tissue::Site& site, std::span<const int> loaded,
                                         std::span<const double> load_N,
                                         const std::array<std::size_t, kAtOnce>& points,
                                         std::span<const double> background) {
    std::array<double, kAtOnce> sum{};
    std::array<const double*, kAtOnce> row{};
    for (std::size_t k = 0; k < kAtOnce; ++k) {
        if (!background.empty()) sum[k] = background[points[k]];
        row[k] = site.surface_compliance_row(static_cast<int>(points[k])).data();
    }
    for (const int j : loaded) {
        const double load = load_N[static_cast<std::size_t>(j)];
        for (std::size_t k = 0; k < kAtOnce; ++k) sum[k] += load * row[k][j];
    }
    return sum;
}

void follow_shares(const tissue::Site& site, std::span<const double> background,
                   std::span<const double> load_N, SkinMemory& memory) {
    memory.loaded.clear();
    for (std::size_t j = 0; j < load_N.size(); ++j)
        if (load_N[j] != 0.0) memory.loaded.push_back(static_cast<int>(j));
    std::array<std::size_t, kAtOnce> points{};
    std::size_t count = 0;
    const auto follow = [&] {
        for (std::size_t k = count; k < kAtOnce; ++k) points[k] = points[0];
        const auto displacement = displaced_by(site, memory.loaded, load_N, points, background);
        for (std::size_t k = 0; k < count; ++k)
            follow_share(displacement[k], site.under_surface(static_cast<int>(points[k])),
                         memory.share[points[k]]);
        count = 0;
    };
    const auto remembered = memory.felt_N.elastic();
    for (std::size_t p = 0; p < remembered.size(); ++p) {
        if (remembered[p] == 0.0) continue;
        points[count++] = p;
        if (count == kAtOnce) follow();
    }
    if (count > 0) follow();
}

// Shares on a block that all has just come to lie on.
void find_shares(const tissue::Site& site, SkinMemory& memory) {
    constexpr int kRounds = 8;
    std::vector<double> load_N(memory.share.size());
    for (int round = 0; round < kRounds; ++round) {
        for (std::size_t p = 0; p < load_N.size(); ++p)
            load_N[p] = memory.share[p] * memory.felt_N.elastic()[p];
        follow_shares(site, {}, load_N, memory);
    }
}

}  // namespace

void lie_on(const tissue::Site& site, std::span<const softbody::PronyTerm> relaxation,
            SkinMemory& memory) {
    if (memory.place == site.place()) return;
    const auto count = static_cast<std::size_t>(site.surface_count());
    SkinMemory there;
    there.place = site.place();
    there.felt_N = softbody::RelaxationField(relaxation, tissue::kReferenceLoad_s, count, kTick_s);
    there.share.assign(count, 1.0);
    there.loaded.reserve(count);
    // Where to begin: shares from the block before, weighed by what they are of.
    std::vector<double> come(count, 0.0), shares(count, 0.0);
    for (std::size_t i = 0; i < count; ++i)
        there.points.push_back(site.surface_point(static_cast<int>(i)));
    for (std::size_t i = 0; i < memory.points.size() && !memory.is_blank; ++i) {
        int points[4];
        double weights[4];
        if (!site.surface_weights(memory.points[i], points, weights)) continue;
        there.is_blank = false;
        if (memory.felt_N.elastic()[i] == 0.0) continue;
        for (int k = 0; k < 4; ++k) {
            const auto p = static_cast<std::size_t>(points[k]);
            there.felt_N.inherit(p, memory.felt_N, i, weights[k]);
            const double load = weights[k] * std::fabs(memory.felt_N.elastic()[i]);
            come[p] += load;
            shares[p] += load * memory.share[i];
        }
    }
    for (std::size_t p = 0; p < count; ++p)
        if (come[p] > 0.0) there.share[p] = shares[p] / come[p];
    find_shares(site, there);
    memory = std::move(there);
}

double yield_of(const SkinMemory& memory) {
    return 1.0 / memory.felt_N.now();
}

void add_remembered(const tissue::Site& site, const SkinMemory& memory, std::span<const int> points,
                    std::span<double> displacement) {
    if (memory.is_blank) return;
    const double yield = yield_of(memory);
    for (std::size_t j = 0; j < memory.felt_N.places(); ++j) {
        const double borne = -yield * memory.share[j] * memory.felt_N.before(j);
        if (borne == 0.0) continue;
        const auto row = site.surface_compliance_row(static_cast<int>(j));
        for (std::size_t i = 0; i < points.size(); ++i)
            displacement[i] += borne * row[static_cast<std::size_t>(points[i])];
    }
}

void remember(const tissue::Site& site, std::span<const double> background,
              std::span<const double> felt_N, std::span<double> load_N, SkinMemory& memory) {
    const bool is_loaded =
        std::any_of(load_N.begin(), load_N.end(), [](double load) { return load != 0.0; });
    if (!is_loaded && memory.is_blank) return;
    DRYRUN_ASSERT(load_N.size() == memory.felt_N.places() && felt_N.size() == load_N.size());
    const double yield = yield_of(memory);
    for (std::size_t j = 0; j < load_N.size(); ++j) {
        const double before = memory.felt_N.before(j);
        load_N[j] = yield * (load_N[j] - memory.share[j] * before);
        memory.felt_N.advance(j, yield * (felt_N[j] - before));
    }
    follow_shares(site, background, load_N, memory);
    memory.is_blank = !is_loaded && !memory.felt_N.remembers(kForgotten);
    if (memory.is_blank) std::fill(memory.share.begin(), memory.share.end(), 1.0);
}

void begin_taxels(std::span<const softbody::PronyTerm> relaxation, std::size_t taxels,
                  TaxelMemory& memory) {
    if (memory.felt_N.places() == taxels) {
        memory.felt_N.forget(0, taxels);
    } else {
        memory.felt_N =
            softbody::RelaxationField(relaxation, tissue::kReferenceLoad_s, taxels, kTick_s);
        memory.before = memory.felt_N;
    }
    memory.share.assign(taxels, 1.0);
}

void slide_taxels(std::size_t pad, double along_rows, double along_columns, TaxelMemory& memory) {
    constexpr double kStill = 1e-9;
    if (std::fabs(along_rows) < kStill && std::fabs(along_columns) < kStill) return;
    const std::size_t first = pad * static_cast<std::size_t>(kTaxels);
    std::array<double, kTaxels> shares{};
    std::copy_n(memory.share.begin() + static_cast<std::ptrdiff_t>(first), kTaxels, shares.begin());
    memory.before.forget(first, kTaxels);
    for (int t = 0; t < kTaxels; ++t) {
        // Where the taxel is now, among those of before.
        const double x = t % kTaxelsAcross + along_rows, y = t / kTaxelsAcross + along_columns;
        const double column = std::floor(x), row = std::floor(y);
        const std::size_t to = first + static_cast<std::size_t>(t);
        double share = 0.0, weights = 0.0;
        for (int corner = 0; corner < 4; ++corner) {
            const double i = column + corner % 2, j = row + corner / 2;
            if (i < 0.0 || j < 0.0 || i >= kTaxelsAcross || j >= kTaxelsAcross) continue;
            const double weight = (1.0 - std::fabs(x - i)) * (1.0 - std::fabs(y - j));
            const auto from = static_cast<std::size_t>(j * kTaxelsAcross + i);
            memory.before.inherit(to, memory.felt_N, first + from, weight);
            share += weight * shares[from];
            weights += weight;
        }
        memory.share[to] = weights > 0.0 ? share / weights : 1.0;
    }
    memory.felt_N.forget(first, kTaxels);
    for (std::size_t t = first; t < first + kTaxels; ++t)
        memory.felt_N.inherit(t, memory.before, t, 1.0);
}

void add_remembered(const TaxelMemory& memory, std::size_t pad, std::span<const double> near,
                    std::span<double> displacement) {
    const std::size_t first = pad * static_cast<std::size_t>(kTaxels);
    for (std::size_t t = 0; t < kTaxels; ++t) {
        const double borne = -memory.share[first + t] * memory.felt_N.before(first + t);
        if (borne == 0.0) continue;
        const double* row = near.data() + t * static_cast<std::size_t>(kTaxels);
        for (std::size_t i = 0; i < kTaxels; ++i) displacement[i] += borne * row[i];
    }
}

void follow_taxels(std::size_t pad, std::span<const tissue::UnderSkin> under,
                   std::span<const double> displacement, TaxelMemory& memory) {
    const std::size_t first = pad * static_cast<std::size_t>(kTaxels);
    for (std::size_t t = 0; t < kTaxels; ++t)
        follow_share(displacement[t], under[t], memory.share[first + t]);
}

void remember(std::span<const double> felt_N, TaxelMemory& memory) {
    DRYRUN_ASSERT(felt_N.size() == memory.felt_N.places());
    const double yield = 1.0 / memory.felt_N.now();
    for (std::size_t t = 0; t < felt_N.size(); ++t)
        memory.felt_N.advance(t, yield * (felt_N[t] - memory.felt_N.before(t)));
}

void TaxelMemory::hash(StateHasher& hasher) const {
    for (const double load : felt_N.elastic()) hasher.add(load);
    for (const double lag : felt_N.lags()) hasher.add(lag);
    for (const double of_felt : share) hasher.add(of_felt);
}

void SkinMemory::hash(StateHasher& hasher) const {
    hasher.add(is_blank);
    if (is_blank) return;
    for (const double load : felt_N.elastic()) hasher.add(load);
    for (const double lag : felt_N.lags()) hasher.add(lag);
    for (const double of_felt : share) hasher.add(of_felt);
}

}  // namespace dryrun::palpation
