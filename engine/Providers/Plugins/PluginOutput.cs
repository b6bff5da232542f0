namespace Infra.Engine.Providers.Plugins;

/// <summary>The output of a plugin's process: it is logged, and the last error lines are kept for the description of a crash.</summary>
internal sealed class PluginOutput(IProviderLog log)
{
    private const int LinesKept = 20;
    private const int MaxLineLength = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<string> _errors = [];

    /// <summary>Takes a line of standard output.</summary>
    public void Write(string line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            log.Info(default, line);
        }
    }

    /// <summary>Takes a line of standard error, which is shown with debug messages only.</summary>
    public void WriteError(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        log.Debug(default, line);
        lock (_gate)
        {
            _errors.Enqueue(line.Length > MaxLineLength ? line[..MaxLineLength] + "…" : line);
            if (_errors.Count > LinesKept)
            {
                _errors.Dequeue();
            }
        }
    }

    /// <summary>The last lines of standard error as the end of a message.</summary>
    public string DescribeErrors()
    {
        lock (_gate)
        {
            return _errors.Count == 0
                ? "\nIt wrote nothing to standard error."
                : "\nIts last lines on standard error:" + string.Concat(_errors.Select(line => $"\n  {line}"));
        }
    }
}
