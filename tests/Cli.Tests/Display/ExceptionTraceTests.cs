using Infra.Cli.Display;

namespace Cli.Tests.Display;

/// <summary>Stack traces are shortened to the message and the place in the user's source.</summary>
public sealed class ExceptionTraceTests
{
    [Fact]
    public void Fold_AStackTrace_KeepsTheMessageAndTheFirstPlace() =>
        Assert.Equal(
            "Running program 'x.dll' failed with an unhandled exception:\nSystem.InvalidOperationException: no\n  in /app/Program.cs:5",
            ExceptionTrace.Fold(
                "Running program 'x.dll' failed with an unhandled exception:\nSystem.InvalidOperationException: no\n   at System.Foo.Bar()\n"
                    + "   at Program.Fail() in /app/Program.cs:line 5\n   at Pulumi.Stack.Run() in /sdk/Stack.cs:line 30\n"
                    + "--- End of stack trace from previous location ---\n   at X.Y()"
            )
        );

    [Theory]
    [InlineData("plain")]
    [InlineData("two\nlines at all")]
    public void Fold_TextWithoutAStackTrace_IsUnchanged(string text) => Assert.Equal(text, ExceptionTrace.Fold(text));
}
