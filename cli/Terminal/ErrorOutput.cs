using System.CommandLine;

namespace Infra.Cli.Terminal;

/// <summary>Errors go to standard error, one line each, behind the word <c>error:</c>.</summary>
internal static class ErrorOutput
{
    public static void Write(ParseResult parsed, string message)
    {
        var colours = Palette.For(parsed, Console.IsErrorRedirected);
        foreach (var line in message.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Console.Error.WriteLine($"{colours.Error("error:")} {line}");
        }
    }

    public static void Warn(ParseResult parsed, string message)
    {
        var colours = Palette.For(parsed, Console.IsErrorRedirected);
        Console.Error.WriteLine($"{colours.Warning("warning:")} {message}");
    }
}
