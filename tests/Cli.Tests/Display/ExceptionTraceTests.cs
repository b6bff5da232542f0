using Infra.Cli.Display;

namespace Cli.Tests.Display;

/// <summary>A stack trace is never the message: what happened and where in the user's source is.</summary>
public sealed class ExceptionTraceTests
{
    [Fact]
    public void Fold_AnExceptionWithATrace_LeavesTheMessageAndTheFirstPlace() => Assert.Equal(
        "Running program 'x.dll' failed with an unhandled exception:\nSystem.InvalidOperationException: no\n  in /app/Program.cs:5",
        ExceptionTrace.Fold(
            "Running program 'x.dll' failed with an unhandled exception:\nSystem.InvalidOperationException: no\n   at System.Foo.Bar()\n"
            + "   at Program.Fail() in /app/Program.cs:line 5\n   at Pulumi.Stack.Run() in /sdk/Stack.cs:line 30\n--- End of stack trace from previous location ---\n   at X.Y()"));

    [Theory]
    [InlineData("plain")]
    [InlineData("two\nlines at all")]
    public void Fold_AnythingElse_IsLeftAlone(string text) => Assert.Equal(text, ExceptionTrace.Fold(text));
}
