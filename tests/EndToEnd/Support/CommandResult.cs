namespace EndToEnd.Support;

/// <summary>What a finished command left: both outputs and its exit code.</summary>
internal sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Errors)
{
    /// <summary>Fails the test, showing everything, where the command did not exit as expected.</summary>
    public CommandResult ShouldExitWith(int expected)
    {
        Assert.True(ExitCode == expected, $"`{CommandLine}` exited with {ExitCode}, expected {expected}\n--- output\n{Output}\n--- errors\n{Errors}");
        return this;
    }

    public CommandResult ShouldSucceed() => ShouldExitWith(0);

    /// <summary>A user's mistake is answered by a sentence, never by a trace.</summary>
    public CommandResult ShouldShowNoStackTrace()
    {
        Assert.DoesNotContain("   at ", Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", Errors, StringComparison.Ordinal);
        return this;
    }
}
