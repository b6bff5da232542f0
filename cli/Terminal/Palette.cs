using System.CommandLine;
using Infra.Cli.Commands;

namespace Infra.Cli.Terminal;

/// <summary>The colors of the output, or none. No information depends on color: each symbol or word has one meaning.</summary>
internal sealed class Palette
{
    private readonly bool _enabled;

    private Palette(bool enabled) => _enabled = enabled;

    public static Palette None { get; } = new(false);

    public static Palette Ansi { get; } = new(true);

    /// <summary>Chooses by <c>--color</c>, <c>NO_COLOR</c> (https://no-color.org) and whether the output is a terminal.</summary>
    public static Palette Create(ParseResult parsed, bool redirected) =>
        parsed.GetValue(CommonOptions.Color) switch
        {
            ColorChoice.Always => Ansi,
            ColorChoice.Never => None,
            _ => redirected
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || Environment.GetEnvironmentVariable("TERM") == "dumb"
                ? None
                : Ansi,
        };

    /// <summary>True if text is colored.</summary>
    public bool IsEnabled => _enabled;

    public string Created(string text) => Wrap(text, "32");

    public string Changed(string text) => Wrap(text, "33");

    public string Deleted(string text) => Wrap(text, "31");

    public string Replaced(string text) => Wrap(text, "35");

    public string Read(string text) => Wrap(text, "36");

    public string Error(string text) => Wrap(text, "1;31");

    public string Warning(string text) => Wrap(text, "1;33");

    public string Heading(string text) => Wrap(text, "1");

    public string Faint(string text) => Wrap(text, "2");

    private string Wrap(string text, string code) => _enabled && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
