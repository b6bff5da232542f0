using System.Runtime.Versioning;
using System.Text;
using Infra.Cli.Terminal;
using Infra.Engine.Secrets;

namespace Cli.Tests.Terminal;

/// <summary>The report of an internal error, which users attach to issues, is written without secrets and readable only by them.</summary>
public sealed class InternalErrorReportTests
{
    [Theory]
    [InlineData("Canary-report-5512")]
    [InlineData("Ca5512\\back\"quoted\"")]
    [InlineData("-----BEGIN CANARY-----\nMIICanaryReport5512\nlast-report-line-5512\n")]
    public async Task WriteAsync_ErrorWithASecret_MasksItAndWhatCausedIt(string secret)
    {
        RevealedSecrets.Add(secret);
        var cause = new InvalidOperationException($"sent {secret} as {Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))}");

        var message = await InternalErrorReport.WriteAsync(new FormatException($"cannot read '{secret}'", cause));

        var path = PathIn(message);
        var report = await File.ReadAllTextAsync(path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        Assert.Contains(nameof(FormatException), report, StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), report, StringComparison.Ordinal);
        Assert.All(Forms(secret), form => Assert.DoesNotContain(form, report, StringComparison.Ordinal));
        Assert.All(Forms(secret), form => Assert.DoesNotContain(form, message, StringComparison.Ordinal));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task WriteAsync_Always_KeepsTheReportFromOtherUsers()
    {
        var message = await InternalErrorReport.WriteAsync(new FormatException("x"));

        var path = PathIn(message);
        var mode = OperatingSystem.IsWindows()
            ? UnixFileMode.None
            : File.GetUnixFileMode(path) | File.GetUnixFileMode(Path.GetDirectoryName(path)!);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        Assert.Equal(UnixFileMode.None, mode & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    private static string PathIn(string message) =>
        message.Split(' ').Single(word => word.Contains("error.txt", StringComparison.Ordinal)).TrimEnd(',');

    private static IEnumerable<string> Forms(string secret) =>
        secret
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains("5512", StringComparison.Ordinal))
            .Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
}
