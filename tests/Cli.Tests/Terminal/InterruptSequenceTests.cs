using System.Runtime.InteropServices;
using Infra.Cli;
using Infra.Cli.Ci;
using Infra.Cli.Terminal;

namespace Cli.Tests.Terminal;

/// <summary>What signals ask of a command, of a user and of a CI system.</summary>
public sealed class InterruptSequenceTests
{
    [Theory]
    [InlineData(false, "INT INT INT", "Cancel Abort End")]
    [InlineData(false, "INT TERM INT", "Cancel Abort End")]
    [InlineData(true, "INT TERM", "Cancel None")]
    [InlineData(true, "TERM INT", "Cancel None")]
    [InlineData(true, "TERM", "Cancel")]
    [InlineData(true, "INT INT", "Cancel Abort")]
    [InlineData(true, "INT TERM TERM", "Cancel None Abort")]
    [InlineData(true, "INT TERM INT TERM", "Cancel None Abort None")]
    [InlineData(true, "INT TERM INT TERM INT", "Cancel None Abort None End")]
    [InlineData(true, "INT TERM time", "Cancel None Abort")]
    [InlineData(true, "INT time TERM", "Cancel Abort None")]
    [InlineData(true, "INT time TERM TERM", "Cancel Abort None End")]
    [InlineData(true, "INT INT time", "Cancel Abort None")]
    [InlineData(false, "time INT", "None Cancel")]
    public void Add_Signals_AsksStepByStep(bool joinsKinds, string signals, string expected)
    {
        var sequence = new InterruptSequence(joinsKinds);

        Assert.Equal(
            expected,
            string.Join(
                ' ',
                signals
                    .Split(' ')
                    .Select(signal =>
                        signal switch
                        {
                            "INT" => sequence.Add(PosixSignal.SIGINT),
                            "TERM" => sequence.Add(PosixSignal.SIGTERM),
                            _ => sequence.Expire(),
                        }
                    )
            )
        );
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("CI=true", null)]
    [InlineData("GITHUB_ACTIONS=true", 8.0)]
    [InlineData("GITLAB_CI=true", 8.0)]
    [InlineData("JENKINS_URL=https://ci.example.com", 3.0)]
    [InlineData("TF_BUILD=True", 8.0)]
    [InlineData("TF_BUILD=True PROCESS_SIGINT_TIMEOUT=60000 PROCESS_SIGTERM_TIMEOUT=30000", 88.0)]
    [InlineData("GITHUB_ACTIONS=true INFRA_CANCEL_GRACE=2m", 120.0)]
    [InlineData("INFRA_CANCEL_GRACE=5s", 5.0)]
    public void CancelGrace_IsLessThanTheSystemWaits(string variables, double? seconds) =>
        Assert.Equal(seconds, CancelGrace.Find(Read(variables))?.TotalSeconds);

    [Theory]
    [InlineData("soon")]
    [InlineData("0s")]
    [InlineData("-1s")]
    public void CancelGrace_NoDuration_IsRefused(string value) =>
        Assert.Contains(
            "INFRA_CANCEL_GRACE",
            Assert.Throws<UsageException>(() => CancelGrace.Find(Read($"INFRA_CANCEL_GRACE={value}"))).Message,
            StringComparison.Ordinal
        );

    private static Func<string, string?> Read(string variables)
    {
        var values = variables
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(variable => variable.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return name => values.GetValueOrDefault(name);
    }
}
