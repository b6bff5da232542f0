using System.CommandLine;
using Infra.Cli.Commands;

namespace Infra.Cli.Terminal;

/// <summary>A line of progress on standard error, rewritten in place. Without a terminal nothing is written.</summary>
internal sealed class ProgressLine(ParseResult parsed)
{
    private const string EraseLine = "\r\u001b[K";

    private string _text = "";

    /// <summary>Whether standard error is a terminal that may be redrawn.</summary>
    public bool IsInteractive { get; } = !Console.IsErrorRedirected && !parsed.GetValue(CommonOptions.NonInteractive);

    /// <summary>Replaces the line.</summary>
    public void Show(string text)
    {
        if (IsInteractive)
        {
            _text = text;
            Console.Error.Write(EraseLine + text);
        }
    }

    /// <summary>Removes the line; <see cref="Redraw"/> brings it back.</summary>
    public void Hide()
    {
        if (_text.Length > 0)
        {
            Console.Error.Write(EraseLine);
        }
    }

    /// <summary>Writes the line again after other output.</summary>
    public void Redraw() => Console.Error.Write(_text);

    /// <summary>Removes the line for good.</summary>
    public void Clear()
    {
        Hide();
        _text = "";
    }
}
