using System.CommandLine;
using System.Globalization;
using Infra.Cli.Terminal;
using Infra.Engine.Images.Bundles;

namespace Infra.Cli.Commands.Images;

/// <summary>Shows on standard error how far a transfer is: in a terminal on one line, elsewhere at each tenth.</summary>
internal sealed class TransferDisplay(ParseResult parsed) : IProgress<TransferProgress>, IDisposable
{
    private const int Steps = 10;
    private const int TerminalSteps = 1000;
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    private readonly ProgressLine _line = new(parsed);
    private long _shown = -1;

    /// <inheritdoc/>
    public void Report(TransferProgress value)
    {
        var steps = _line.IsInteractive ? TerminalSteps : Steps;
        var step = value.Total == 0 ? steps : value.Done * steps / value.Total;
        if (_shown == step)
        {
            return;
        }

        _shown = step;
        var percent = (step * 100 / steps).ToString(CultureInfo.InvariantCulture).PadLeft(3);
        var text = $"{percent} % of {Write(value.Total)}, {value.Subject}";
        if (_line.IsInteractive)
        {
            _line.Show(text[..Math.Min(text.Length, Math.Max(1, TerminalSize.Read().Width - 1))]);
        }
        else
        {
            Console.Error.WriteLine(text);
        }
    }

    /// <summary>Writes a number of bytes.</summary>
    public static string Write(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        while (size >= 1024 && unit < Units.Length - 1)
        {
            (size, unit) = (size / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {Units[unit]}");
    }

    public void Dispose()
    {
        _line.Clear();
        _shown = -1;
    }
}
