using System.Globalization;

namespace Infra.Cli.Terminal;

/// <summary>The size of a terminal in characters.</summary>
internal readonly record struct TerminalSize(int Width, int Height)
{
    private static readonly TerminalSize Default = new(80, 24);

    /// <summary>Finds the width for text: that of <c>COLUMNS</c>, or else of the terminal; null where there is neither.</summary>
    public static int? FindWidth() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
        && columns > 0
            ? columns
        : Console.IsOutputRedirected ? null
        : Read().Width;

    /// <summary>Reads the present size; 80 by 24 where the terminal does not report one.</summary>
    public static TerminalSize Read()
    {
        try
        {
            return Console.WindowWidth > 0 && Console.WindowHeight > 0
                ? new TerminalSize(Console.WindowWidth, Console.WindowHeight)
                : Default;
        }
        catch (IOException)
        {
            return Default;
        }
    }
}
