using System.Globalization;

namespace Infra.Protocol.Grpc;

/// <summary>The first line that a plugin writes to its standard output: the port of its server on 127.0.0.1.</summary>
public static class PortLine
{
    // .NET processes may write progress escape sequences first; they end with BEL or with ESC \.
    private const string ProgressEscape = "\u001b]9;4;";

    /// <summary>Parses the line.</summary>
    /// <returns>False where it is not a port.</returns>
    public static bool TryParse(string line, out int port)
    {
        while (line.StartsWith(ProgressEscape, StringComparison.Ordinal))
        {
            var end = line.AsSpan().IndexOfAny('\a', '\\');
            line = end < 0 ? "" : line[(end + 1)..];
        }

        return int.TryParse(line.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= ushort.MaxValue;
    }
}
