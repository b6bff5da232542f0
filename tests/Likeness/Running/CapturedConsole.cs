using System.Text;

namespace Likeness.Running;

/// <summary>The console, divided among the commands that run in this process at the same time. What no command writes is dropped.</summary>
internal static class CapturedConsole
{
    private static readonly Router Out = new();
    private static readonly Router Error = new();

    /// <summary>Sends the console's output to whichever command writes it.</summary>
    public static void Install()
    {
        Console.SetOut(Out);
        Console.SetError(Error);
    }

    /// <summary>Runs a command and captures what it writes.</summary>
    public static async Task<(T Result, string Output, string Error)> RunAsync<T>(Func<Task<T>> command)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var outCapture = Out.Capture(output);
        using var errorCapture = Error.Capture(error);
        var result = await command();
        return (result, output.ToString(), error.ToString());
    }

    private sealed class Router : TextWriter
    {
        private readonly AsyncLocal<TextWriter?> _own = new();
        private readonly Lock _gate = new();
        private readonly List<TextWriter> _active = [];

        public override Encoding Encoding => Encoding.UTF8;

        // A server's threads have no context of a command: what they write belongs to the command that began first.
        private TextWriter Target
        {
            get
            {
                lock (_gate)
                {
                    return _own.Value ?? _active.FirstOrDefault() ?? Null;
                }
            }
        }

        public IDisposable Capture(TextWriter target)
        {
            var synchronized = Synchronized(target);
            _own.Value = synchronized;
            lock (_gate)
            {
                _active.Add(synchronized);
            }

            return new Release(this, synchronized);
        }

        public override void Write(char value) => Target.Write(value);

        public override void Write(string? value) => Target.Write(value);

        public override void Write(char[] buffer, int index, int count) => Target.Write(buffer, index, count);

        public override void WriteLine(string? value) => Target.WriteLine(value);

        private sealed class Release(Router router, TextWriter target) : IDisposable
        {
            public void Dispose()
            {
                router._own.Value = null;
                lock (router._gate)
                {
                    router._active.Remove(target);
                }
            }
        }
    }
}
