using Infra.Cli.Terminal;
using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Shows the progress of each resource as a tree in the terminal, redrawn in place.</summary>
internal sealed class LiveDisplay : IDisplay
{
    private const int LinesBesideTheTree = 6;
    private const int MinimumLines = 4;

    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(100);

    private readonly OperationKind _kind;
    private readonly OperationProgress _progress;
    private readonly DisplayOptions _options;
    private readonly ResourceTable _table;
    private readonly TerminalFrame _frame;
    private readonly Func<TerminalSize> _size;
    private readonly TextWriter _output;
    private readonly Palette _palette;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _drawing;
    private string _note = "";

    public LiveDisplay(
        OperationKind kind,
        string stack,
        TextWriter output,
        Palette palette,
        TimeProvider time,
        Func<TerminalSize> size,
        DisplayOptions options
    )
    {
        (_kind, _output, _palette, _time, _size) = (kind, output, palette, time, size);
        _options = options;
        _progress = new OperationProgress(time, _options);
        _table = new ResourceTable(palette, time, _options);
        _frame = new TerminalFrame(output);
        output.WriteLine(palette.Heading($"{kind.Heading} ({stack}):"));
        output.WriteLine();
        _drawing = DrawAsync();
    }

    public void Show(EngineEvent engineEvent)
    {
        lock (_lock)
        {
            if (engineEvent is PreludeEvent prelude)
            {
                ConfigText.Write(_options, prelude, _frame.WriteAbove);
            }

            _progress.Apply(engineEvent);
            _note = engineEvent switch
            {
                ResourcePreEvent => "",
                _ => BuildText.Describe(engineEvent) ?? _note,
            };
        }
    }

    /// <summary>Writes the line above the tree.</summary>
    public void Note(string line)
    {
        lock (_lock)
        {
            _frame.WriteAbove(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        await _drawing;
        if (_progress.Summary is not null)
        {
            _output.WriteLine();
            new OperationReport(_progress, _kind, _palette, _options).Write(_output);
        }
    }

    private async Task DrawAsync()
    {
        using var timer = new PeriodicTimer(RedrawInterval, _time);
        while (!_ended.Task.IsCompleted)
        {
            Draw(all: false);
            await Task.WhenAny(timer.WaitForNextTickAsync().AsTask(), _ended.Task);
        }

        Draw(all: true);
    }

    // Lines above the top of the terminal cannot be redrawn, so the tree is shortened until it is complete.
    private void Draw(bool all)
    {
        lock (_lock)
        {
            var (width, height) = _size();
            var room = all ? int.MaxValue : Math.Max(MinimumLines, height - LinesBesideTheTree);
            var lines = _table.Arrange(_progress.Rows, width, room);
            _frame.Draw(_note.Length > 0 ? [_palette.Faint(_note), .. lines] : lines);
        }
    }
}
