using System.Globalization;
using Infra.Cli.Terminal;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Spectre.Console;

namespace Infra.Cli.Display;

/// <summary>Shows the progress of each resource as a tree in the terminal, redrawn in place.</summary>
internal sealed class LiveDisplay : IDisplay
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(100);

    // Spectre's live display cannot draw an empty table.
    private static readonly Text Blank = new(" ");

    private readonly OperationKind _kind;
    private readonly OperationProgress _progress;
    private readonly TextWriter _output;
    private readonly Palette _palette;
    private readonly TimeProvider _time;
    private readonly IAnsiConsole _console;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _drawing;
    private string _note = "";

    public LiveDisplay(OperationKind kind, string stack, TextWriter output, Palette palette, TimeProvider time, IAnsiConsole console)
    {
        (_kind, _output, _palette, _time, _console) = (kind, output, palette, time, console);
        _progress = new OperationProgress(time);
        output.WriteLine(palette.Heading($"{kind.Heading} ({stack}):"));
        output.WriteLine();
        _drawing = DrawAsync();
    }

    public void Show(EngineEvent engineEvent)
    {
        lock (_lock)
        {
            _progress.Apply(engineEvent);
            _note = engineEvent switch
            {
                ResourcePreEvent => "",
                _ => BuildText.Describe(engineEvent) ?? _note,
            };
        }
    }

    /// <summary>Writes the line above the tree.</summary>
    public void Note(string line) => _console.WriteLine(line);

    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        await _drawing;
        if (_progress.Summary is not null)
        {
            _output.WriteLine();
            new OperationReport(_progress, _kind, _palette).Write(_output);
        }
    }

    private Task DrawAsync() =>
        _console
            .Live(Blank)
            .Overflow(VerticalOverflow.Crop)
            .Cropping(VerticalOverflowCropping.Top)
            .StartAsync(async live =>
            {
                using var timer = new PeriodicTimer(RedrawInterval, _time);
                while (!_ended.Task.IsCompleted)
                {
                    live.UpdateTarget(Draw(all: false));
                    await Task.WhenAny(timer.WaitForNextTickAsync().AsTask(), _ended.Task);
                }

                live.UpdateTarget(Draw(all: true));
            });

    private Spectre.Console.Rendering.IRenderable Draw(bool all)
    {
        lock (_lock)
        {
            var table = new Table().NoBorder().HideHeaders().AddColumns("", "", "", "");
            foreach (
                var (row, depth) in ResourceTree.Arrange(_progress.Rows, all ? int.MaxValue : Math.Max(4, _console.Profile.Height - 6))
            )
            {
                table.AddRow(
                    new Text(row.Step.Operation.Symbol().PadRight(2), Style(row)),
                    new Text($"{new string(' ', depth * 2)}{ShortType(row.Urn.Type)}  {row.Urn.Name}").Ellipsis(),
                    new Text(Stage(row), Style(row)),
                    new Text(row.Status.Length > 0 ? row.Status : row.Changes, new Style(decoration: Decoration.Dim)).Ellipsis()
                );
            }

            return (_note.Length > 0, table.Rows.Count > 0) switch
            {
                (true, true) => new Rows(new Text(_note, new Style(decoration: Decoration.Dim)), table),
                (true, false) => new Text(_note, new Style(decoration: Decoration.Dim)),
                (false, true) => table,
                (false, false) => Blank,
            };
        }
    }

    private string Stage(ResourceRow row)
    {
        var took = row.Progress == StepProgress.InProgress ? _time.GetElapsedTime(row.BegunAt) : row.Took;
        return row.Progress == StepProgress.Planned || row.Step.Operation == StepOperation.Same
            ? row.Verb
            : string.Create(CultureInfo.InvariantCulture, $"{row.Verb} ({took.TotalSeconds:0.0}s)");
    }

    private static Style Style(ResourceRow row) =>
        row.Progress switch
        {
            StepProgress.Failed => new Style(Color.Red, decoration: Decoration.Bold),
            _ => row.Step.Operation switch
            {
                StepOperation.Create or StepOperation.CreateReplacement or StepOperation.Import => new Style(Color.Green),
                StepOperation.Update or StepOperation.Refresh => new Style(Color.Yellow),
                StepOperation.Delete or StepOperation.DeleteReplaced => new Style(Color.Red),
                StepOperation.Replace => new Style(Color.Fuchsia),
                _ => Spectre.Console.Style.Plain,
            },
        };

    // kubernetes:apps/v1:Deployment is shown as Deployment.
    private static string ShortType(string type) => type[(type.LastIndexOf(':') + 1)..];
}
