using System.Collections.Immutable;

namespace Infra.Tests.Documentation;

/// <summary>A row about a field of an object of Kubernetes.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Answer">Whether a setting decides it, it is derived, or it is a limit.</param>
/// <param name="Text">The settings, the source or the reason.</param>
internal sealed record FieldRow(string Field, string Answer, string Text);

/// <summary>The table of a page about the fields of a definition of Kubernetes' schema.</summary>
/// <param name="Definition">The definition, such as <c>core.v1.PodSpec</c>.</param>
/// <param name="Rows">The rows in their order.</param>
internal sealed record FieldTable(string Definition, ImmutableArray<FieldRow> Rows)
{
    private const string Heading = "## `";
    private const int Columns = 3;

    /// <summary>Reads the tables of a page: one below each heading with the name of a definition.</summary>
    public static IEnumerable<FieldTable> Read(string file)
    {
        var definition = "";
        var rows = ImmutableArray.CreateBuilder<FieldRow>();
        foreach (var line in File.ReadLines(file))
        {
            if (line.StartsWith(Heading, StringComparison.Ordinal))
            {
                if (definition.Length > 0)
                {
                    yield return new FieldTable(definition, rows.ToImmutable());
                }

                definition = line[Heading.Length..].TrimEnd('`');
                rows.Clear();
            }
            else if (line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Field |", StringComparison.Ordinal))
            {
                string[] cells = [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];
                Assert.Equal(Columns, cells.Length);
                rows.Add(new FieldRow(cells[0], cells[1], cells[2]));
            }
        }

        yield return new FieldTable(definition, rows.ToImmutable());
    }
}
