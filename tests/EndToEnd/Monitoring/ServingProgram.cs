using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Monitoring;

/// <summary>A server process on this machine.</summary>
internal sealed class ServingProgram : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;
    private readonly StringBuilder _output = new();

    private ServingProgram(Process process, string address)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = new Uri(address) };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The host and port.</summary>
    public string Authority => _client.BaseAddress!.Authority;

    /// <summary>Everything the process has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a process and waits until a path returns success.</summary>
    public static async Task<ServingProgram> StartAsync(
        string program,
        string address,
        string readyPath,
        IEnumerable<string> arguments,
        string directory
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
            Environment = { ["POD_NAME"] = "prometheus-0" },
        };
        var serving = new ServingProgram(Process.Start(start)!, address);
        await Loopback.UntilAsync(() => serving.AnswersAsync(readyPath), answers => answers, () => serving.Output);
        return serving;
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _client.GetStringAsync(path))!;

    public async Task PostAsync(string path, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        (await _client.PostAsync(path, content)).EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        _client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task<bool> AnswersAsync(string path)
    {
        Assert.False(_process.HasExited, Output);
        try
        {
            return (await _client.GetAsync(path)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
