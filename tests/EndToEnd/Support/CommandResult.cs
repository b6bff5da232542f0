namespace EndToEnd.Support;

/// <summary>The outputs and exit code of a command.</summary>
internal sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Errors)
{
    /// <summary>Fails the test with both outputs if the exit code is not the expected one.</summary>
    public CommandResult ShouldExitWith(int expected)
    {
        Assert.True(
            ExitCode == expected,
            $"`{CommandLine}` exited with {ExitCode}, expected {expected}\n--- output\n{Output}\n--- errors\n{Errors}"
        );
        return this;
    }

    public CommandResult ShouldSucceed() => ShouldExitWith(0);

    /// <summary>Fails the test if an output contains a stack trace.</summary>
    public CommandResult ShouldShowNoStackTrace()
    {
        Assert.DoesNotContain("   at ", Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", Errors, StringComparison.Ordinal);
        return this;
    }
}
