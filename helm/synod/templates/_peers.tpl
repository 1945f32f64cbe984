{{/*
What makes several API servers one: the variables by which a replica knows the others.
The log of this version has one replica, and several that don't know each other would each
decide on their own.
*/}}
{{- define "synod.peers" -}}
{{- if ne (int .Values.apiServer.replicas) 1 -}}
{{- fail (printf "Expected apiServer.replicas 1, but found %d: the log has one replica in this version" (int .Values.apiServer.replicas)) -}}
{{- end -}}
{{- end }}
