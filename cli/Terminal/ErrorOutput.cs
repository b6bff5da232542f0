using System.CommandLine;
using Infra.Engine.Operations;

namespace Infra.Cli.Terminal;

/// <summary>Writes errors and warnings to standard error, each line with a prefix.</summary>
internal static class ErrorOutput
{
    public static void Write(ParseResult parsed, string message)
    {
        var colours = Palette.Create(parsed, Console.IsErrorRedirected);
        foreach (var line in SecretRedaction.Redact(message).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Console.Error.WriteLine($"{colours.Error("error:")} {line}");
        }
    }

    public static void Warn(ParseResult parsed, string message)
    {
        var colours = Palette.Create(parsed, Console.IsErrorRedirected);
        Console.Error.WriteLine($"{colours.Warning("warning:")} {SecretRedaction.Redact(message)}");
    }
}
