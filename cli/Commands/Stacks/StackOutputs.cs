using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Protocol.Values;

namespace Infra.Cli.Commands.Stacks;

/// <summary>Writes a stack's outputs as a table or as shell variables.</summary>
internal static class StackOutputs
{
    public static void WriteTable(PropertyMap outputs, JsonValues values)
    {
        Console.WriteLine($"Current stack outputs ({outputs.Count}):");
        if (outputs.Count == 0)
        {
            Console.WriteLine("    No output values currently in this stack");
            return;
        }

        TextTable.Write(
            ["OUTPUT", "VALUE"],
            outputs.Select(output => (string[])[output.Key, values.Bare(output.Value)]),
            indent: 4,
            gap: TextTable.PulumiGap
        );
    }

    /// <summary>Writes an assignment: of a POSIX shell, or of PowerShell on Windows.</summary>
    public static void WriteShell(string name, string value) =>
        Console.WriteLine(
            OperatingSystem.IsWindows() ? $"${name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'" : $"{name}={Quote(value)}"
        );

    /// <summary>Quotes a word for a POSIX shell, where it needs quotes.</summary>
    internal static string Quote(string value) =>
        value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || "@%_-+=:,./".Contains(c, StringComparison.Ordinal))
            ? value
            : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
