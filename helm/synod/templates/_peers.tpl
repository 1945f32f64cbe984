{{/*
What makes several API servers one: the variables by which a replica knows the others, by the
same list at each of them, and the certificate that they show each other. One that is alone has its
name only, under which the others find it when there are some.
*/}}
{{- define "synod.peers" -}}
- name: SYNOD_REPLICA_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{- if gt (int .Values.apiServer.replicas) 1 }}
- name: SYNOD_REPLICAS
  value: {{ include "synod.replicas" . | quote }}
- name: SYNOD_PEER_KEY
  value: /etc/synod/peers/tls.key
- name: SYNOD_PEER_CERT
  value: /etc/synod/peers/tls.crt
- name: SYNOD_PEER_CA
  value: /etc/synod/peers/ca.crt
{{- end -}}
{{- end }}

{{/* Each replica's name with the addresses of its log and of its peer service. */}}
{{- define "synod.replicas" -}}
{{- $places := list -}}
{{- range $number := until (int .Values.apiServer.replicas) -}}
{{- $name := printf "synod-api-server-%d" $number -}}
{{- $host := printf "%s.synod-api-server-replicas.%s.svc.%s" $name $.Release.Namespace $.Values.clusterDomain -}}
{{- $places = append $places (printf "%s=%s:7450/%s:7451" $name $host $host) -}}
{{- end -}}
{{- join "," $places -}}
{{- end }}

{{/* Secret with the certificate that replicas show each other. */}}
{{- define "synod.peerSecret" -}}
{{- required "Expected apiServer.peers.existingSecret, a Secret with the keys tls.crt, tls.key (PKCS 8) and ca.crt by which replicas know each other, but it is empty" .Values.apiServer.peers.existingSecret -}}
{{- end }}

{{/*
Whether so many replicas may be had now. A replica reads the list of all at its start, and a rolling
update waits for the new ones, which wait for the old ones to know them: more are had by stopping all.
*/}}
{{- define "synod.sameReplicas" -}}
{{- $present := lookup "apps/v1" "StatefulSet" .Release.Namespace "synod-api-server" -}}
{{- if $present -}}
{{- $had := int $present.spec.replicas -}}
{{- $wanted := int .Values.apiServer.replicas -}}
{{- if lt $wanted $had -}}
{{- fail (printf "Expected apiServer.replicas of %d, for so many replicas are there and fewer can't be had; found %d" $had $wanted) -}}
{{- else if and (gt $wanted $had) (gt $had 0) -}}
{{- fail (printf "Expected apiServer.replicas of %d while as many replicas run, but found %d. To have more, stop them, which keeps their volumes (kubectl delete statefulset synod-api-server -n %s), and upgrade again" $had $wanted .Release.Namespace) -}}
{{- end -}}
{{- end -}}
{{- end }}
