// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/input_coding.h"

#include <gtest/gtest.h>

#include "core/random.h"
#include "made_up_attempt.h"

namespace dryrun::attempt {
namespace {

using events::InputSample;

TEST(InputCoding, GivesBackEverySampleToTheLastBit) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        std::vector<InputSample> samples;
        const RandomStream random(seed, "rests");
        for (std::uint64_t i = 0; samples.size() < 1000; ++i) {
            samples.push_back(any_sample(seed, i));
            while (samples.size() < 1000 && random.uniform(samples.size()) < 0.5) {
                samples.push_back(samples.back());
                samples.back().actions.clear();
            }
        }
        const std::string coded = code_samples(samples);
        const auto decoded = decode_samples(coded, samples.size(), "test");
        ASSERT_TRUE(decoded.ok()) << decoded.error().text();
        EXPECT_TRUE(*decoded == samples) << "seed " << seed;
    }
}

TEST(InputCoding, OfHandsAtRestTakesTwoBytesASecond) {
    EXPECT_LE(code_samples(std::vector<InputSample>(1000)).size(), 2u);
}

TEST(InputCoding, OfOneMovingNumberTakesFewBytesATick) {
    std::vector<InputSample> samples(1000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i].needling_hand.travel = 0.02 * static_cast<double>(i);
    for (InputSample& sample : samples) sample = events::on_grid(sample);
    EXPECT_LE(code_samples(samples).size(), 3100u);
}

TEST(InputCoding, RefusesAnotherNumberOfTicks) {
    const std::string coded = code_samples(make_up(200, 3).samples);
    EXPECT_TRUE(decode_samples(coded, 200, "f").ok());
    EXPECT_FALSE(decode_samples(coded, 199, "f").ok());
    EXPECT_FALSE(decode_samples(coded, 201, "f").ok());
    EXPECT_FALSE(decode_samples(coded + '\0', 200, "f").ok());
    EXPECT_FALSE(decode_samples("", 1, "f").ok());
}

TEST(InputCoding, OfAnyBytesGivesSamplesOnTheGridOrAnError) {
    const RandomStream random(11, "bytes");
    int accepted = 0;
    for (std::uint64_t round = 0; round < 3000; ++round) {
        std::string bytes(static_cast<std::size_t>(random.uniform(round, 1000) * 40.0), '\0');
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            // Mostly small numbers, so that some get far.
            const double u = random.uniform(round, i);
            bytes[i] =
                static_cast<char>(u < 0.5 ? u * 8.0 : random.uniform(round, i + 500) * 256.0);
        }
        const auto decoded = decode_samples(bytes, 5, "f");
        if (!decoded) continue;
        ++accepted;
        for (const InputSample& sample : *decoded) EXPECT_EQ(events::on_grid(sample), sample);
    }
    EXPECT_GT(accepted, 0) << "bytes that never decode test nothing";
}

}  // namespace
}  // namespace dryrun::attempt
