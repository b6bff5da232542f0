using Infra.Engine.Errors;

namespace Infra.Cli.Comments;

/// <summary>What became of a comment.</summary>
internal enum CommentResult
{
    Created,
    Updated,

    /// <summary>It has this text already.</summary>
    Unchanged,

    /// <summary>There is none, and none was wanted.</summary>
    NotCreated,
}

/// <summary>Posts the one comment of a marker, or updates it.</summary>
internal sealed class CommentPublisher(CommentHost host, RetryBudget budget)
{
    private const int MaximumCreations = 3;

    /// <param name="text">The comment.</param>
    /// <param name="mayCreate">False to update only.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <param name="head">The commit that the pull request must have; null for any.</param>
    /// <exception cref="UsageException">The comment is too long, or was refused, or the pull request has another commit.</exception>
    public async Task<CommentResult> PublishAsync(
        CommentText text,
        bool mayCreate,
        CancellationToken cancellationToken,
        string? head = null
    )
    {
        if (text.Body.Length > host.MaximumLength)
        {
            throw new UsageException(
                $"the comment has {text.Body.Length} characters and may have {host.MaximumLength}: write a shorter one with `infra preview --max-bytes`",
                ExitCode.Configuration
            );
        }

        try
        {
            if (head is not null && await host.FindHeadAsync(cancellationToken) is var present && present != head)
            {
                throw new UsageException(
                    $"the comment was not posted: the pull request has the commit {present ?? "(none)"}, and the report is about {head}: it has been "
                        + "pushed to since, or the number is that of another pull request"
                );
            }

            return await PutAsync(text, mayCreate, cancellationToken);
        }
        catch (CommentRefusedException error)
        {
            throw new UsageException($"the comment was not posted: {error.Message}: {host.Explain(error.Status)}");
        }
        catch (CommentUncertainException error)
        {
            throw new UsageException($"the comment was not posted: {error.Message}: try again later");
        }
    }

    private async Task<CommentResult> PutAsync(CommentText text, bool mayCreate, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await host.FindAsync(text.Marker, cancellationToken) is { } existing)
            {
                if (text.IsStoredAs(existing.Body))
                {
                    return attempt == 1 ? CommentResult.Unchanged : CommentResult.Created;
                }

                await host.UpdateAsync(existing, text.Body, cancellationToken);
                return CommentResult.Updated;
            }

            if (!mayCreate || text.IsSilent)
            {
                return CommentResult.NotCreated;
            }

            try
            {
                await host.CreateAsync(text.Body, cancellationToken);
                return CommentResult.Created;
            }
            catch (CommentUncertainException) when (attempt < MaximumCreations)
            {
                // It may have been created all the same: look for it before another attempt.
                if (!await budget.TryWaitAsync(RetryBudget.Backoff(attempt), cancellationToken))
                {
                    throw;
                }
            }
        }
    }
}
