using System.CommandLine;
using Infra.Engine.Operations;

namespace Infra.Cli.Terminal;

/// <summary>Writes errors and warnings to standard error.</summary>
internal static class ErrorOutput
{
    /// <summary>Writes an error. Only its first line has the prefix.</summary>
    public static void Write(ParseResult parsed, string message) => WriteEach(parsed, [message]);

    /// <summary>Writes several errors, each with the prefix.</summary>
    public static void WriteEach(ParseResult parsed, IEnumerable<string> messages)
    {
        var colours = Palette.Create(parsed, Console.IsErrorRedirected);
        foreach (var message in messages.Select(SecretRedaction.Redact))
        {
            Console.Error.WriteLine($"{colours.Error("error:")} {message.TrimEnd('\n')}");
        }
    }

    public static void Warn(ParseResult parsed, string message)
    {
        var colours = Palette.Create(parsed, Console.IsErrorRedirected);
        Console.Error.WriteLine($"{colours.Warning("warning:")} {SecretRedaction.Redact(message)}");
    }
}
