using System.Net;
using System.Text.Json;
using Infra.Engine.Errors;

namespace Infra.Engine.Registries;

/// <summary>Explains what registries refuse, each with its cure.</summary>
internal static class RegistryErrors
{
    private const int MaximumAnswer = 64 << 10;
    private const int MaximumQuotation = 200;

    /// <summary>Explains an answer that is not the expected one.</summary>
    /// <param name="subject">What was asked for, e.g. <c>docker.io/library/redis:7.4</c>.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="response">The answer.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ImageException> ExplainAsync(
        string subject,
        RepositoryName repository,
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var reason = await FindReasonAsync(response, cancellationToken);
        var status = $"{(int)response.StatusCode}{(reason.Length > 0 ? $", {reason}" : "")}";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ImageException(
                $"{subject}: the registry denies access ({status}): run `docker login {repository.Registry}` with an account that has it",
                ExitCode.Authentication
            ),
            HttpStatusCode.NotFound => new ImageException(
                $"{subject}: the registry does not have it ({status}): correct the name, or push it"
            ),
            HttpStatusCode.TooManyRequests => new ImageException(
                $"{subject}: the registry's limit of requests is reached ({status}): wait, or run `docker login {repository.Registry}`"
            ),
            _ => new ImageException($"{subject}: the registry answers {status}"),
        };
    }

    /// <summary>Explains a transfer that broke or made no progress, as often as it was repeated.</summary>
    public static ImageException Interrupted(string subject, RepositoryName repository, Exception error) =>
        error is StalledTransferException
            ? new ImageException(
                $"{subject}: the transfer does not go on: {error.Message}; check the registry {repository.Registry} and the network, and repeat the "
                    + "command: it continues after the last complete blob",
                innerException: error
            )
            : Unreachable(repository, error);

    public static ImageException Unreachable(RepositoryName repository, Exception error) =>
        new(
            $"{repository.Registry}: the registry does not answer: {error.Message.TrimEnd('.')}; check the name and the network, and whether it "
                + "speaks https",
            innerException: error
        );

    private static async Task<string> FindReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var document = JsonDocument.Parse(await BoundedContent.ReadAsync(response, MaximumAnswer, cancellationToken));
            var text = document.RootElement.GetProperty("errors")[0].GetProperty("message").GetString() ?? "";
            return new string([.. text.Take(MaximumQuotation).Where(letter => !char.IsControl(letter))]);
        }
        catch (Exception error)
            when (error
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or IndexOutOfRangeException
                        or HttpRequestException
                        or IOException
                        or ImageException
            )
        {
            // The answer is not one of a registry, but of a proxy for example: the status has to suffice.
            return "";
        }
    }
}
