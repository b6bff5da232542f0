using System.Globalization;
using Infra.Cli.Terminal;
using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Lays out resources as a tree with their stages, in lines that fit a terminal.</summary>
internal sealed class ResourceTable(Palette palette, TimeProvider time, DisplayOptions options)
{
    private const int SymbolWidth = 3;
    private const int Gap = 2;
    private const int MinimumNameWidth = 20;

    /// <summary>Lays out the rows; those that do not change are only counted.</summary>
    /// <param name="rows">All rows, in the order of their first events.</param>
    /// <param name="width">The width of the terminal.</param>
    /// <param name="room">The number of lines available.</param>
    public IReadOnlyList<string> Arrange(IReadOnlyList<ResourceRow> rows, int width, int room)
    {
        var visible = rows.Where(IsShown).ToArray();
        var shown = WithParents(visible, rows);
        var cells = ResourceTree
            .Arrange(shown, room)
            .Select(entry => (entry.Row, Name: Name(entry.Row, entry.Depth), Stage: Stage(entry.Row)))
            .ToArray();
        var stageWidth = cells.Select(cell => cell.Stage.Length).DefaultIfEmpty(0).Max();
        var nameWidth = Math.Min(
            cells.Select(cell => cell.Name.Length).DefaultIfEmpty(0).Max(),
            Math.Max(MinimumNameWidth, width - 1 - SymbolWidth - Gap - stageWidth)
        );
        var lines = cells.Select(cell => Line(cell.Row, cell.Name, cell.Stage, nameWidth, stageWidth, width - 1)).ToList();
        var unchanged = rows.Count(row => row.Step.Operation == StepOperation.Same && !shown.Contains(row));
        if (unchanged > 0)
        {
            lines.Add(palette.Faint($"{new string(' ', SymbolWidth)}{unchanged.ToString(CultureInfo.InvariantCulture)} unchanged"));
        }

        return lines;
    }

    private bool IsShown(ResourceRow row) =>
        row.Progress == StepProgress.Failed
        || row.Step.Operation switch
        {
            StepOperation.Same => options.ShowSames || row.Status.Length > 0,
            StepOperation.Read or StepOperation.ReadReplacement => options.ShowReads || row.Progress == StepProgress.InProgress,
            _ => true,
        };

    /// <summary>Adds the ancestors of rows, so that each is below its parent.</summary>
    private static List<ResourceRow> WithParents(IEnumerable<ResourceRow> visible, IReadOnlyList<ResourceRow> rows)
    {
        var byUrn = rows.ToDictionary(row => row.Urn);
        var kept = new HashSet<ResourceRow>();
        foreach (var row in visible)
        {
            for (var current = row; current is not null && kept.Add(current); current = byUrn.GetValueOrDefault(current.Parent)) { }
        }

        return [.. rows.Where(kept.Contains)];
    }

    private string Line(ResourceRow row, string name, string stage, int nameWidth, int stageWidth, int width)
    {
        var symbol = row.Step.Operation.Symbol().PadRight(SymbolWidth);
        var detail = row.Status.Length > 0 ? row.Status : row.Changes;
        var room = width - SymbolWidth - nameWidth - Gap - stageWidth - Gap;
        var stageText = Shorten(stage, Math.Max(0, width - SymbolWidth - nameWidth - Gap));
        var padding = new string(' ', Math.Max(0, stageWidth - stageText.Length));
        var failed = row.Progress == StepProgress.Failed;
        var line =
            Paint(row, failed, symbol)
            + Shorten(name, nameWidth).PadRight(nameWidth)
            + (stageText.Length > 0 || detail.Length > 0 ? new string(' ', Gap) : "")
            + Paint(row, failed, stageText);
        return detail.Length > 0 && room > 1
            ? $"{line}{padding}{new string(' ', Gap)}{palette.Faint(Shorten(detail, room))}"
            : line.TrimEnd();
    }

    private string Paint(ResourceRow row, bool failed, string text) =>
        failed ? palette.Error(text) : palette.Paint(row.Step.Operation, text);

    private string Name(ResourceRow row, int depth) =>
        new string(' ', depth * 2) + (options.ShowUrns ? row.Urn.Value : $"{ShortType(row.Urn.Type)}  {row.Urn.Name}");

    private string Stage(ResourceRow row)
    {
        var took = row.Progress == StepProgress.InProgress ? time.GetElapsedTime(row.BegunAt) : row.Took;
        return row.Progress == StepProgress.Planned || row.Step.Operation == StepOperation.Same
            ? row.Verb
            : string.Create(CultureInfo.InvariantCulture, $"{row.Verb} ({took.TotalSeconds:0.0}s)");
    }

    // kubernetes:apps/v1:Deployment is shown as Deployment.
    private static string ShortType(string type) => type[(type.LastIndexOf(':') + 1)..];

    private static string Shorten(string text, int width) =>
        text.Length <= width ? text
        : width < 1 ? ""
        : $"{text[..(width - 1)]}…";
}
