using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cli.Tests.Comments;

/// <summary>The command itself, in jobs with and without a token.</summary>
public sealed class CommentCommandTests : IDisposable
{
    private const string Text = "<!-- infra:preview shop/prod -->\n### news\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("infra-comment-");

    [Fact]
    public async Task Comment_WithoutAToken_KeepsTheTextAndSaysSo()
    {
        var (exitCode, output) = await RunAsync(Text, ("GITHUB_ACTIONS", "true"));

        Assert.True(exitCode == 0, output);
        Assert.Contains("No token (set GITHUB_TOKEN", output, StringComparison.Ordinal);
        Assert.Equal(Text, await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "infra-comment.md")));
    }

    [Fact]
    public async Task Comment_WithAToken_CommentsOnThePullRequestOfTheJob()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        using var host = new HttpListener();
        host.Prefixes.Add(address);
        host.Start();
        var served = ServeAsync(host, "[]", "{}");

        var (exitCode, output) = await RunAsync(
            Text,
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_API_URL", address.TrimEnd('/')),
            ("GITHUB_REPOSITORY", "shop/infra"),
            ("GITHUB_REF", "refs/pull/12/merge"),
            ("GITHUB_TOKEN", "s3cr3t-token")
        );

        Assert.True(exitCode == 0, output);
        Assert.Contains("Commented on pull request 12 of shop/infra", output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-token", output, StringComparison.Ordinal);
        Assert.Equal(["GET /repos/shop/infra/issues/12/comments?per_page=100", "POST /repos/shop/infra/issues/12/comments"], await served);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<IReadOnlyList<string>> ServeAsync(HttpListener host, params string[] answers)
    {
        var lines = new List<string>();
        foreach (var answer in answers)
        {
            var context = await host.GetContextAsync();
            lines.Add($"{context.Request.HttpMethod} {context.Request.RawUrl}");
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            context.Response.Close();
        }

        return lines;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string input, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "infra"), ["ci", "comment"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var name in start
                .Environment.Keys.Where(name => name.StartsWith("GITHUB_", StringComparison.Ordinal) || name is "GITLAB_CI" or "TF_BUILD")
                .ToArray()
        )
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
