// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/moment.h"
#include "cli/played.h"
#include "picture/picture.h"
#include "scoring/report.h"

namespace dryrun::cli {
namespace {

constexpr const char* kAttempt = "dryrun-demo.dryrun";
constexpr const char* kPicture = "dryrun-demo.png";
// A patient who twitches, so that the picture shows one.
constexpr std::uint64_t kSeed = 9;

}  // namespace

int run_demonstration() {
    say("there is no display, so a scripted expert does one attempt (an advanced site) instead of "
        "opening the trainer");
    PlayRequest request;
    request.scenario = "rhomboid-major-right";
    request.trainee = "expert";
    request.seed = kSeed;
    request.output = kAttempt;
    const auto played = play(request);
    if (!played) return report(played.error());
    if (played->ending == attempt::Ending::Interrupted) return kInterrupted;
    const scoring::Score scores[] = {played->score};
    if (const int printed = print(scoring::report(scores, "table", false)); printed != kDone) {
        return printed;
    }
    const auto moment = moment_of_attempt(kAttempt, std::nullopt);
    if (!moment) return report(moment.error());
    picture::PictureOptions options;
    options.shows_hidden = true;
    if (const int saved = save_picture(*moment, options, kPicture); saved != kDone) return saved;
    say(std::string("wrote ") + kAttempt + " and " + kPicture);
    return kDone;
}

}  // namespace dryrun::cli
