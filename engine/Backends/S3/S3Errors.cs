using System.Net;
using Infra.Engine.Errors;

namespace Infra.Engine.Backends.S3;

/// <summary>Explains the errors of the service, each with its cure.</summary>
internal sealed class S3Errors(S3Options options)
{
    /// <summary>Explains a request that the service refused.</summary>
    /// <param name="location">The location of the file.</param>
    /// <param name="action">What the request does, e.g. <c>read</c>.</param>
    /// <param name="answer">The answer.</param>
    public StateException Explain(string location, string action, S3Answer answer)
    {
        var reason = answer.Message.Length > 0 ? answer.Message.TrimEnd('.') : $"HTTP {(int)answer.Status} {answer.Status}";
        var cure = answer switch
        {
            { Code: "NoSuchBucket" } =>
                $"there is no bucket {options.Bucket} at {options.Endpoint}: create it, or correct the URL of the backend",
            { BucketRegion: { } region } when region != options.Region =>
                $"the bucket is in the region {region}: add `region={region}` to the URL of the backend",
            { Code: "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" } =>
                $"the key of the backend is wrong: correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile ({reason})",
            { Code: "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" } =>
                $"the temporary key of the backend is no longer valid: obtain a new one ({reason})",
            { Code: "RequestTimeTooSkewed" } => $"the clock of this machine is wrong: set it ({reason})",
            { Status: HttpStatusCode.Forbidden } =>
                $"the key of the backend has no right to this: it needs s3:GetObject, s3:PutObject and s3:DeleteObject on the bucket's objects, and "
                    + $"s3:ListBucket on the bucket ({reason})",
            { Status: HttpStatusCode.NotImplemented } => $"the storage has no conditional writes, which keep two updates apart ({reason})",
            { IsTransient: true } => $"the storage goes on failing; run the command again later ({reason})",
            _ => $"{reason}{(answer.Code.Length > 0 ? $" ({answer.Code})" : "")}",
        };
        return new StateException($"{location}: cannot {action}: {cure}");
    }
}
