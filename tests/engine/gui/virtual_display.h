// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// An X server without a screen (Xvfb) for one test, and xdotool to move its mouse and keys.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace dryrun::gui {

class VirtualDisplay {
  public:
    VirtualDisplay() {
        int ends[2];
        if (pipe(ends) != 0) return;
        server_ = fork();
        if (server_ == 0) {
            close(ends[0]);
            const std::string descriptor = std::to_string(ends[1]);
            // Mesa would ask a display that may be set outside.
            execlp("Xvfb", "Xvfb", "-displayfd", descriptor.c_str(), "-screen", "0", "1920x1200x24",
                   "-nolisten", "tcp", "+extension", "GLX", nullptr);
            _exit(127);
        }
        close(ends[1]);
        char text[16] = {};
        ssize_t length = 0;
        for (ssize_t more = 1; more > 0 && length < 15 && text[length > 0 ? length - 1 : 0] != '\n';
             length += more) {
            more = read(ends[0], text + length, 15 - static_cast<std::size_t>(length));
            if (more < 0) break;
        }
        close(ends[0]);
        const int number = std::atoi(text);
        if (length <= 0) return;
        setenv("DISPLAY", (":" + std::to_string(number)).c_str(), 1);
        unsetenv("WAYLAND_DISPLAY");
        is_up_ = true;
    }
    ~VirtualDisplay() {
        if (server_ <= 0) return;
        kill(server_, SIGTERM);
        waitpid(server_, nullptr, 0);
    }
    VirtualDisplay(const VirtualDisplay&) = delete;
    VirtualDisplay& operator=(const VirtualDisplay&) = delete;

    bool is_up() const { return is_up_; }
    /// Runs xdotool with these words.
    bool xdotool(const std::string& words) const {
        return std::system(("xdotool " + words + " >/dev/null").c_str()) == 0;
    }
    /// What xdotool answers to these words.
    std::string ask(const std::string& words) const {
        std::string answer;
        FILE* pipe = popen(("xdotool " + words + " 2>/dev/null").c_str(), "r");
        if (pipe == nullptr) return answer;
        char text[256];
        while (std::fgets(text, sizeof text, pipe) != nullptr) answer += text;
        pclose(pipe);
        return answer;
    }

  private:
    pid_t server_ = -1;
    bool is_up_ = false;
};

}  // namespace dryrun::gui
